//! All files of a packet side by side: account after account, whatever their number, in constant memory.

use crate::{archive::Archive, sheet::Sheet};
use bytes::Bytes;
use domain::packet::{
    AccountData, AccountRow, AccountRows, CardRows, Context, File, Line, Manifest, Problems, Row, assemble,
};
use std::{collections::BTreeMap, io::Cursor, ops::ControlFlow};
use zip::read::ZipFile;

/// What a packet comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub accounts: u64,
    /// Of all files.
    pub rows: u64,
}

type Sheets<'a> = BTreeMap<File, Sheet<ZipFile<'a, Cursor<Bytes>>>>;

/// Calls `each` with every account that is in order, and notes what is not; `Break` ends the walk.
/// Only after a whole walk has noted nothing is the packet in order.
pub fn walk(
    archive: &Archive,
    manifest: &Manifest,
    context: &Context,
    problems: &mut Problems,
    mut each: impl FnMut(AccountData) -> ControlFlow<()>,
) -> Totals {
    let mut totals = Totals::default();
    let mut archives: Vec<(File, Archive)> = File::ALL
        .into_iter()
        .filter(|file| manifest.entry(file.name()).is_some())
        .map(|file| (file, archive.clone()))
        .collect();
    let mut sheets = Sheets::new();
    for (file, archive) in &mut archives {
        match archive.stream(file.name()) {
            Ok(stream) => {
                sheets.insert(*file, Sheet::open(*file, manifest.encoding, stream, problems));
            }
            Err(_) => problems.file(file.name(), "файл повреждён: не удалось прочитать"),
        }
    }
    while let Some(number) = sheets.get(&File::Accounts).and_then(|sheet| sheet.account()).map(str::to_owned)
    {
        totals.accounts += 1;
        let data = rows(&mut sheets, &number, manifest.has_card(), problems)
            .and_then(|rows| assemble(rows, context, problems));
        if data.is_some_and(|data| each(data).is_break()) {
            return totals;
        }
    }
    for (file, mut sheet) in sheets {
        sheet.skip_until(None, problems);
        if let Some(entry) = manifest.entry(file.name()) {
            totals.rows += sheet.finish(entry, problems);
        }
    }
    totals
}

/// `None`: the account's own row cannot be read; the others have been looked at all the same.
fn rows(sheets: &mut Sheets<'_>, number: &str, card: bool, problems: &mut Problems) -> Option<AccountRows> {
    let before = problems.total();
    let account = take::<AccountRow>(sheets, File::Accounts, number, problems).pop();
    let services = take(sheets, File::Services, number, problems);
    let settlements = take(sheets, File::Settlements, number, problems);
    let meters = take(sheets, File::Meters, number, problems);
    let readings = take(sheets, File::Readings, number, problems);
    let payments = take(sheets, File::Payments, number, problems);
    let card = card.then(|| CardRows {
        parameters: take(sheets, File::Parameters, number, problems),
        benefits: take(sheets, File::Benefits, number, problems),
        regimes: take(sheets, File::Regimes, number, problems),
        equipment: take(sheets, File::Equipment, number, problems),
        contracts: take(sheets, File::Contracts, number, problems),
        acts: take(sheets, File::Acts, number, problems),
    });
    // Rows that could not be read would make the others look wrong.
    if problems.total() > before {
        return None;
    }
    Some(AccountRows {
        number: number.to_owned(),
        account: account?,
        services,
        settlements,
        meters,
        readings,
        payments,
        card,
    })
}

fn take<T: Row>(sheets: &mut Sheets<'_>, file: File, number: &str, problems: &mut Problems) -> Vec<Line<T>> {
    sheets.get_mut(&file).map(|sheet| sheet.rows_of(number, problems)).unwrap_or_default()
}
