//! The CSV files of a packet while they are written.

use super::{Form, Zipped, zipped::Part};
use crate::amounts::Separator;
use domain::{
    Kopecks, MeterState, ReadingSource, ReadingStatus,
    packet::{AccountData, Encoding, File, Sign},
};
use std::borrow::Cow;

/// All twelve files, row by row.
pub struct Sheets {
    sheets: Vec<Sheet>,
    form: Form,
}

struct Sheet {
    file: File,
    zipped: Zipped,
    rows: u64,
    /// Kopecks, as written.
    sum: i64,
    line: String,
    encoding: Encoding,
}

impl Sheets {
    pub fn new(form: Form) -> anyhow::Result<Self> {
        let sheets = File::ALL
            .into_iter()
            .map(|file| Sheet::new(file, form.encoding))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self { sheets, form })
    }

    pub fn finish(self) -> anyhow::Result<Vec<Part>> {
        self.sheets.into_iter().map(Sheet::finish).collect()
    }

    fn row(&mut self, file: File, cells: &[&str], money: Kopecks) -> anyhow::Result<()> {
        match self.sheets.iter_mut().find(|sheet| sheet.file == file) {
            Some(sheet) => sheet.row(cells, money),
            None => Ok(()),
        }
    }

    pub fn add(&mut self, data: &AccountData) -> anyhow::Result<()> {
        self.head(data)?;
        self.money(data)?;
        self.meters(data)?;
        self.card(data)
    }

    fn head(&mut self, data: &AccountData) -> anyhow::Result<()> {
        let account = &data.account;
        let cells = [
            account.id.number(),
            account.unified.as_deref().unwrap_or_default(),
            &account.holder,
            &account.address,
            account.email.as_deref().unwrap_or_default(),
            account.phone.as_deref().unwrap_or_default(),
            flag(data.owner_changed),
            data.pin_hash.as_deref().unwrap_or_default(),
        ];
        self.row(File::Accounts, &cells, Kopecks::ZERO)
    }

    fn money(&mut self, data: &AccountData) -> anyhow::Result<()> {
        let Form { separator, sign, .. } = self.form;
        let number = data.account.id.number();
        for service in &data.account.services {
            let balance = signed(sign, service.balance);
            self.row(
                File::Services,
                &[number, &service.code, &service.name, &separator.money(balance)],
                balance,
            )?;
        }
        for (service, months) in &data.settlements {
            for month in months.iter().rev() {
                let (opening, closing) =
                    (signed(sign, month.opening), month.closing.map(|sum| signed(sign, sum)));
                let sum = opening
                    + month.charged
                    + month.paid
                    + month.benefits
                    + month.correction
                    + closing.unwrap_or_default();
                let cells = [
                    number,
                    service,
                    &month.period.format("%Y-%m").to_string(),
                    &separator.money(opening),
                    &separator.money(month.charged),
                    &separator.decimal(month.volume),
                    &separator.decimal(month.tariff),
                    &separator.money(month.paid),
                    &separator.money(month.benefits),
                    &separator.money(month.correction),
                    &closing.map_or_else(String::new, |sum| separator.money(sum)),
                ];
                self.row(File::Settlements, &cells, sum)?;
            }
        }
        self.payments(data, separator)
    }

    fn payments(&mut self, data: &AccountData, separator: Separator) -> anyhow::Result<()> {
        for payment in data.payments.iter().rev() {
            for line in &payment.lines {
                let cells = [
                    data.account.id.number(),
                    &payment.id,
                    &payment.date.to_string(),
                    &payment.place,
                    payment.portal_payment.as_deref().unwrap_or_default(),
                    &line.service,
                    &separator.money(line.amount),
                ];
                self.row(File::Payments, &cells, line.amount)?;
            }
        }
        Ok(())
    }

    fn meters(&mut self, data: &AccountData) -> anyhow::Result<()> {
        let number = data.account.id.number();
        let date = |date: Option<chrono::NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
        let whole = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        for meter in &data.account.meters {
            let cells = [
                number,
                &meter.id,
                &meter.name,
                &meter.serial,
                &meter.digits.to_string(),
                match meter.state {
                    MeterState::Active => "active",
                    MeterState::Inactive => "inactive",
                },
                meter.place.as_deref().unwrap_or_default(),
                &date(meter.next_verification),
                &date(meter.seal_date),
                &whole(meter.average_monthly),
            ];
            self.row(File::Meters, &cells, Kopecks::ZERO)?;
        }
        for (meter, readings) in &data.history {
            for reading in readings.iter().rev() {
                let cells = [
                    number,
                    meter,
                    &reading.date.to_string(),
                    &reading.value.to_string(),
                    &whole(reading.consumption),
                    source(reading.source),
                    status(reading.status),
                ];
                self.row(File::Readings, &cells, Kopecks::ZERO)?;
            }
        }
        Ok(())
    }

    fn card(&mut self, data: &AccountData) -> anyhow::Result<()> {
        let number = data.account.id.number();
        let Some(card) = &data.card else { return Ok(()) };
        let lists = [
            (File::Parameters, &card.parameters),
            (File::Benefits, &card.benefits),
            (File::Regimes, &card.regimes),
        ];
        for (file, list) in lists {
            for parameter in list {
                self.row(file, &[number, &parameter.name, &parameter.value], Kopecks::ZERO)?;
            }
        }
        for equipment in &card.equipment {
            self.row(File::Equipment, &[number, &equipment.name, &equipment.kind], Kopecks::ZERO)?;
        }
        for contract in &card.contracts {
            let cells = [
                number,
                &contract.number,
                &contract.service,
                &contract.status,
                &contract.start.to_string(),
                &contract.end.map_or_else(String::new, |date| date.to_string()),
                flag(contract.archived),
            ];
            self.row(File::Contracts, &cells, Kopecks::ZERO)?;
        }
        for act in &card.acts {
            for line in &act.lines {
                let (date, amount) = (act.date.to_string(), self.form.separator.money(line.amount));
                self.row(
                    File::Acts,
                    &[number, &act.name, &date, &act.service, &line.name, &amount],
                    line.amount,
                )?;
            }
        }
        Ok(())
    }
}

impl Sheet {
    fn new(file: File, encoding: Encoding) -> anyhow::Result<Self> {
        let zipped = Zipped::new(file.name())?;
        let mut sheet = Self { file, zipped, rows: 0, sum: 0, line: String::new(), encoding };
        sheet.line(file.columns())?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[&str], money: Kopecks) -> anyhow::Result<()> {
        self.rows += 1;
        self.sum += money.0;
        self.line(cells)
    }

    fn line(&mut self, cells: &[&str]) -> anyhow::Result<()> {
        self.line.clear();
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.line.push(';');
            }
            if cell.contains([';', '"', '\n', '\r']) {
                self.line.push('"');
                self.line.push_str(&cell.replace('"', "\"\""));
                self.line.push('"');
            } else {
                self.line.push_str(cell);
            }
        }
        self.line.push_str("\r\n");
        let bytes = match self.encoding {
            Encoding::Utf8 => Cow::Borrowed(self.line.as_bytes()),
            Encoding::Cp1251 => {
                let (bytes, _, lossy) = encoding_rs::WINDOWS_1251.encode(&self.line);
                anyhow::ensure!(!lossy, "{}: a letter that Windows-1251 has not", self.file);
                bytes
            }
        };
        self.zipped.write(&bytes)
    }

    fn finish(self) -> anyhow::Result<Part> {
        let control_sum = (!self.file.money().is_empty()).then_some(self.sum);
        self.zipped.finish(self.rows, control_sum)
    }
}

fn signed(sign: Sign, balance: Kopecks) -> Kopecks {
    match sign {
        Sign::DebtNegative => balance,
        Sign::DebtPositive => -balance,
    }
}

fn flag(set: bool) -> &'static str {
    if set { "1" } else { "0" }
}

fn source(source: ReadingSource) -> &'static str {
    match source {
        ReadingSource::Subscriber => "subscriber",
        ReadingSource::Inspector => "inspector",
        ReadingSource::Calculated => "calculated",
        ReadingSource::Portal => "portal",
    }
}

fn status(status: ReadingStatus) -> &'static str {
    match status {
        ReadingStatus::Accepted => "accepted",
        ReadingStatus::Pending => "pending",
        ReadingStatus::Rejected => "rejected",
    }
}
