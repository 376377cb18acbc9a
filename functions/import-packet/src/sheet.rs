//! One CSV file of a packet, read row by row in the order of account numbers.

use crate::{archive::Hashed, cp1251};
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::packet::{Cells, Encoding, File, FileEntry, Line, Problems, Row, money};
use std::{borrow::Cow, cmp::Ordering, io::Read};

/// The widest file has so many columns.
const WIDEST: usize = 11;
/// Place of a column that this file does not have.
const LEFT_OUT: usize = usize::MAX;

/// A file with its next row at hand.
pub struct Sheet<R> {
    file: File,
    encoding: Encoding,
    csv: Reader<Hashed<R>>,
    /// Where each column of [`File::columns`] stands in this file.
    places: [usize; WIDEST],
    /// Cells of a row.
    width: usize,
    record: ByteRecord,
    /// Account of the row at hand; `None` when there is no more.
    account: Option<String>,
    rows: u64,
    /// Kopecks, as written.
    sum: i128,
    /// Bytes of rows that the account at hand has had so far.
    bytes: u64,
    broken: bool,
}

impl<R: Read> Sheet<R> {
    /// Reads the header and the first row.
    pub fn open(file: File, encoding: Encoding, stream: Hashed<R>, problems: &mut Problems) -> Self {
        let csv = ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(stream);
        let mut sheet = Self {
            file,
            encoding,
            csv,
            places: [0; WIDEST],
            width: file.columns().len(),
            record: ByteRecord::new(),
            account: None,
            rows: 0,
            sum: 0,
            bytes: 0,
            broken: false,
        };
        if sheet.next_record(problems) {
            sheet.header(problems);
            sheet.advance(problems);
        } else if !sheet.broken {
            sheet.spoil("файл пуст: нет строки заголовков", problems);
        }
        sheet
    }

    /// Account of the row at hand.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    fn spoil(&mut self, message: &str, problems: &mut Problems) {
        self.broken = true;
        self.account = None;
        problems.file(self.file.name(), message);
    }

    fn header(&mut self, problems: &mut Problems) {
        let columns = self.file.columns();
        let found: Vec<&[u8]> = self.record.iter().map(|cell| cell.trim_ascii()).collect();
        let optional = self.file.optional();
        let places: Option<Vec<usize>> = columns
            .iter()
            .map(|column| {
                let place = found.iter().position(|cell| *cell == column.as_bytes());
                place.or_else(|| optional.contains(column).then_some(LEFT_OUT))
            })
            .collect();
        let all_known =
            |places: &Vec<usize>| found.len() == places.iter().filter(|place| **place != LEFT_OUT).count();
        self.width = found.len();
        match places.filter(all_known) {
            Some(places) => self.places[..places.len()].copy_from_slice(&places),
            None => self.spoil(&format!("ожидаются столбцы {}", columns.join(";")), problems),
        }
    }

    fn next_record(&mut self, problems: &mut Problems) -> bool {
        match self.csv.read_byte_record(&mut self.record) {
            Ok(more) => more,
            Err(_) => {
                self.spoil("файл повреждён: не удалось прочитать до конца", problems);
                false
            }
        }
    }

    /// Goes on to the next row of the right width whose account number is not out of order.
    fn advance(&mut self, problems: &mut Problems) {
        while !self.broken && self.next_record(problems) {
            self.rows += 1;
            let line = self.line();
            if self.record.len() != self.width {
                let message = format!("в строке полей: {}, а должно быть {}", self.record.len(), self.width);
                problems.add(self.file.name(), Some(line), None, message);
                continue;
            }
            let number = match std::str::from_utf8(&self.record[self.places[0]]) {
                Ok(text)
                    if !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    text
                }
                _ => {
                    problems.cell(self.file, line, "account", "номер лицевого счёта — до 20 цифр");
                    continue;
                }
            };
            let order = self.account.as_deref().map_or(Ordering::Less, |before| before.cmp(number));
            match order {
                Ordering::Greater => {
                    problems.cell(
                        self.file,
                        line,
                        "account",
                        "строки идут не по порядку номеров лицевых счетов",
                    );
                    continue;
                }
                Ordering::Equal if self.file == File::Accounts => {
                    problems.cell(self.file, line, "account", "повтор: такой лицевой счёт уже есть");
                    continue;
                }
                Ordering::Equal => self.bytes += self.record.as_slice().len() as u64,
                Ordering::Less => {
                    self.bytes = self.record.as_slice().len() as u64;
                    self.account = Some(number.to_owned());
                }
            }
            self.count_money();
            return;
        }
        self.account = None;
    }

    /// Number of the row at hand, the header being 1. (The parser's own count lags behind on CR LF.)
    fn line(&self) -> u64 {
        self.rows + 1
    }

    /// A sum that cannot be read is reported where the row is.
    fn count_money(&mut self) {
        for column in self.file.money() {
            let place = self.file.columns().iter().position(|name| name == column).map(|at| self.places[at]);
            let cell = place.and_then(|place| std::str::from_utf8(&self.record[place]).ok());
            self.sum += cell.and_then(|cell| money(cell).ok()).map_or(0, |sum| i128::from(sum.0));
        }
    }

    /// All rows of this account. Rows of accounts before it belong to nobody.
    pub fn rows_of<T: Row>(&mut self, account: &str, problems: &mut Problems) -> Vec<Line<T>> {
        self.skip_until(Some(account), problems);
        let mut rows = Vec::new();
        while self.account.as_deref() == Some(account) {
            rows.extend(self.read(problems));
            self.advance(problems);
        }
        rows
    }

    /// Reports rows whose account `accounts.csv` does not have: those before `account`, or all that are left.
    pub fn skip_until(&mut self, account: Option<&str>, problems: &mut Problems) {
        while self.account.as_deref().is_some_and(|mine| account.is_none_or(|account| mine < account)) {
            problems.cell(self.file, self.line(), "account", "этого лицевого счёта нет в accounts.csv");
            self.advance(problems);
        }
    }

    fn read<T: Row>(&self, problems: &mut Problems) -> Option<Line<T>> {
        let line = self.line();
        if self.bytes > self.file.bytes_per_account() {
            problems.cell(self.file, line, "account", "слишком много строк по одному лицевому счёту");
            return None;
        }
        let mut cells: [Cow<'_, str>; WIDEST] = Default::default();
        let mut readable = true;
        for (index, column) in self.file.columns().iter().enumerate() {
            match self.decode(self.record.get(self.places[index]).unwrap_or_default()) {
                Ok(text) => cells[index] = text,
                Err(message) => {
                    problems.cell(self.file, line, column, message);
                    readable = false;
                }
            }
        }
        let values: [&str; WIDEST] = std::array::from_fn(|index| cells[index].trim());
        let cells = Cells { file: self.file, line, values: &values[..self.file.columns().len()] };
        readable.then(|| T::read(&cells, problems)).flatten().map(|row| Line { line, row })
    }

    fn decode<'a>(&self, cell: &'a [u8]) -> Result<Cow<'a, str>, &'static str> {
        let utf8 = std::str::from_utf8(cell);
        match self.encoding {
            Encoding::Utf8 => {
                utf8.map(Cow::Borrowed).map_err(|_| "кодировка не UTF-8, указанная в манифесте")
            }
            // Russian text in Windows-1251 is never well-formed UTF-8: this is the other way round.
            Encoding::Cp1251 if utf8.is_ok() && !cell.is_ascii() => {
                Err("похоже на UTF-8, а в манифесте указана кодировка cp1251")
            }
            Encoding::Cp1251 => cp1251::decode(cell).ok_or("знак, которого нет в кодировке cp1251"),
        }
    }

    /// Compares with what the manifest says of the file. Call it when no row is left.
    pub fn finish(self, entry: &FileEntry, problems: &mut Problems) -> u64 {
        if !self.broken {
            if self.rows != entry.rows {
                let message = format!("строк: {}, а в манифесте {}", self.rows, entry.rows);
                problems.add(self.file.name(), None, Some("rows"), message);
            }
            if entry.control_sum.is_some_and(|sum| i128::from(sum) != self.sum) {
                problems.add(
                    self.file.name(),
                    None,
                    Some("control_sum"),
                    "контрольная сумма не сходится с манифестом",
                );
            }
            if !self.csv.get_ref().sha256().eq_ignore_ascii_case(&entry.sha256) {
                problems.add(self.file.name(), None, Some("sha256"), "SHA-256 не совпадает с манифестом");
            }
        }
        self.rows
    }
}
