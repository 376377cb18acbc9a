//! The table at the end.

use crate::{
    args::Args,
    audit::{Audit, Trouble},
    log::Said,
    process::Deaths,
    reconciliation::Reconciled,
    tally::Noticed,
};
use bank::Fault;
use chrono::TimeDelta;
use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
    time::Duration,
};

/// Troubles with their names; none of them may be.
const TROUBLES: [(Trouble, &str); 5] = [
    (Trouble::Doubled, "Удвоено"),
    (Trouble::Lost, "Потеряно"),
    (Trouble::Stuck, "Застряло"),
    (Trouble::Phantom, "Зачислено без списания"),
    (Trouble::Crooked, "Учёт противоречит себе"),
];
/// A small run may never come to a fault.
const NOT_REACHED: &str = "–";

/// All that is known when a run is over.
#[derive(Debug)]
pub struct Report {
    pub audit: Audit,
    /// What the portal's own reconciliation found.
    pub reconciled: Reconciled,
    /// It found of every day of every round what is true.
    pub reconciled_rightly: bool,
    /// Rows of incidents by kind.
    pub incidents: BTreeMap<&'static str, u64>,
    pub noticed: Noticed,
    pub happened: BTreeMap<Fault, u64>,
    pub deaths: Deaths,
    pub said: Said,
    /// Events that nobody has taken, by kind.
    pub outbox: BTreeMap<String, u64>,
    /// Events that were given up after all their attempts.
    pub given_up: usize,
    /// On the wall: while people paid, and with what came after.
    pub load: Duration,
    pub whole: Duration,
    /// The whole by the portal's time.
    pub simulated: TimeDelta,
    pub args: Args,
}

impl Report {
    /// Whether every payment came to its right end.
    pub fn is_right(&self) -> bool {
        self.audit.findings.is_empty()
            && self.noticed.unexpected.is_empty()
            && self.deaths.crashed == 0
            && self.said.cries.is_empty()
            && self.audit.charged_sum - self.audit.reviewed_sum == self.audit.ledger_sum
            && self.audit.ledger_sum == self.audit.credit_sum
            && self.audit.refunds.given == -self.audit.refunds.ledger_sum
            && self.audit.refunds.given == -self.audit.refunds.credit_sum
            && self.reconciled_rightly
    }

    /// Payments with this trouble.
    pub fn count(&self, trouble: Trouble) -> usize {
        self.audit.count(trouble)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.payments(f)?;
        self.cards_and_refunds(f)?;
        self.money(f)?;
        self.times(f)?;
        self.world(f)?;
        self.bad(f)
    }
}

impl Report {
    fn payments(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (audit, noticed) = (&self.audit, &self.noticed);
        title(f, "Платежи")?;
        row(f, "Попыток заплатить", noticed.meant + noticed.insisted)?;
        row(f, "  из них второй картой после отказа", noticed.insisted)?;
        row(f, "  отказано лимитами (5 за 10 минут, 3 отказа карт в час)", noticed.limited)?;
        row(
            f,
            "  продолжили прежний платёж / начали новый при открытом",
            format!("{} / {}", noticed.went_on, noticed.anew),
        )?;
        row(f, "  ушли, не узнав ничего", noticed.gave_up)?;
        row(f, "Запросов «начать платёж» (с повторами)", noticed.begun)?;
        row(f, "Платежей у нас", audit.payments)?;
        for (state, count) in &audit.states {
            row(f, &format!("  {state}"), count)?;
        }
        row(f, "Платежей в банке", audit.at_bank)?;
        row(f, "Списано банком", audit.charged)?;
        row(f, "Зачислено нами", audit.credited)?;
        for (trouble, name) in TROUBLES {
            row(f, name, self.count(trouble))?;
        }
        let reviews: u64 = audit.reviews.values().map(|(all, _)| all).sum();
        row(f, "На проверке у человека", reviews)?;
        for (reason, (all, charged)) in &audit.reviews {
            row(f, &format!("  {reason} (из них списано {charged})"), all)?;
        }
        Ok(())
    }

    fn cards_and_refunds(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (audit, noticed) = (&self.audit, &self.noticed);
        title(f, "Карты и возвраты")?;
        row(f, "Привязок начато в настройках", noticed.bindings)?;
        for (end, count) in &audit.bindings {
            row(f, &format!("  {end}"), count)?;
        }
        row(f, "Карт забыто владельцами / осталось", format!("{} / {}", noticed.unlinked, audit.cards))?;
        row(f, "Кодов введено для оплаты привязанной картой", noticed.codes)?;
        row(f, "Возвратов запрошено (с повторами двух операторов)", noticed.refunds)?;
        row(f, "  отказано: возвращать уже нечего", noticed.refused_refunds)?;
        row(f, "Возвратов у нас", audit.refunds.states.values().sum::<u64>())?;
        for (state, count) in &audit.refunds.states {
            row(f, &format!("  {state}"), count)?;
        }
        Ok(())
    }

    fn money(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let audit = &self.audit;
        title(f, "Деньги")?;
        row(f, "Списано банком", roubles(audit.charged_sum))?;
        row(f, "  из них за платежи на проверке", roubles(audit.reviewed_sum))?;
        row(f, "Проведено по журналу", roubles(audit.ledger_sum))?;
        row(f, "Зачислено на лицевые счета", roubles(audit.credit_sum))?;
        let owed = audit.charged_sum - audit.reviewed_sum;
        row(
            f,
            "Расхождение с журналом / с зачислениями",
            format!("{} / {}", roubles(owed - audit.ledger_sum), roubles(owed - audit.credit_sum)),
        )?;
        let back = &audit.refunds;
        row(f, "Возвращено банком", roubles(back.given))?;
        row(
            f,
            "Расхождение с журналом / со снятым со счетов",
            format!("{} / {}", roubles(back.given + back.ledger_sum), roubles(back.given + back.credit_sum)),
        )?;
        self.reconciliation(f)
    }

    fn reconciliation(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let found = &self.reconciled;
        let (done, failed) = found.hourly;
        title(f, "Сверка, которую ведёт сам портал")?;
        row(f, "Ежечасных при сбоях: закончено / не смогли", format!("{done} / {failed}"))?;
        match found.last {
            Some((looked, incidents)) => {
                row(f, "Последняя: просмотрено / расхождений", format!("{looked} / {incidents}"))?;
            }
            None => row(f, "Последняя", "не смогла")?,
        }
        for (day, books) in &found.days {
            let told = match books {
                Some((looked, false)) => format!("{looked} / сошлись"),
                Some((looked, true)) => format!("{looked} / расходятся"),
                None => "не смогла".to_owned(),
            };
            row(f, &format!("{}: операций в банке / книги", day.format("%d.%m")), told)?;
            let is = self.audit.days.get(day).copied().unwrap_or_default();
            let told = format!("{} / {}", is.theirs.count, roubles(is.theirs.sum - is.ours.sum));
            row(f, "  на самом деле: операций / банк больше на", told)?;
        }
        for (kind, count) in &self.incidents {
            row(f, &format!("инцидентов в таблице: {kind}"), count)?;
        }
        Ok(())
    }

    fn times(&self, f: &mut Formatter<'_>) -> fmt::Result {
        title(f, "Время")?;
        row(f, "Часы портала и банка быстрее настоящих в", self.args.pace)?;
        row(
            f,
            "Нагрузка / вместе с ожиданием концов, с",
            format!("{:.0} / {:.0}", self.load.as_secs_f64(), self.whole.as_secs_f64()),
        )?;
        row(f, "Прошло по часам портала", span(self.simulated))?;
        #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52 payments")]
        let pace = self.audit.payments as f64 / self.load.as_secs_f64();
        row(f, "Платежей в секунду (настоящую)", format!("{pace:.1}"))?;
        let wall: Vec<TimeDelta> =
            self.noticed.starts.iter().filter_map(|time| TimeDelta::from_std(*time).ok()).collect();
        let own: Vec<TimeDelta> =
            wall.iter().map(|time| *time * i32::try_from(self.args.pace).unwrap_or(1)).collect();
        row(f, "", format!("{:>9} {:>9} {:>9} {:>9}", "p50", "p95", "p99", "max"))?;
        row(f, "Начало платежа, настоящее время", percentiles(&wall))?;
        row(f, "Начало платежа, часы портала (банк виснет на 40 с)", percentiles(&own))?;
        row(f, "Принят банком → закончен, часы портала", percentiles(&self.audit.to_end))?;
        row(f, "Списан банком → зачислен, часы портала", percentiles(&self.audit.to_credit))
    }

    fn world(&self, f: &mut Formatter<'_>) -> fmt::Result {
        title(f, "Сбои")?;
        row(
            f,
            "Процесс функций убит / запущен снова",
            format!("{} / {}", self.deaths.killed, self.deaths.restarted),
        )?;
        row(f, "  упал сам", self.deaths.crashed)?;
        row(f, "Запросов без ответа или с 5xx", self.noticed.lost.values().sum::<u64>())?;
        for (status, count) in &self.noticed.lost {
            row(f, &format!("  {status}"), count)?;
        }
        for (fault, name) in local_cloud::BANK_FAULTS {
            match self.happened.get(&fault) {
                Some(times) => row(f, name, times)?,
                None => row(f, name, NOT_REACHED)?,
            }
        }
        row(f, "Событий не взято со всех попыток (нашёл сверщик)", self.given_up)?;
        for (kind, count) in &self.outbox {
            row(f, &format!("  осталось в очереди: {kind}"), count)?;
        }
        title(f, "Инциденты и предупреждения в журнале функций")?;
        for (incident, count) in &self.said.incidents {
            row(f, &format!("инцидент {incident}"), count)?;
        }
        for (line, count) in &self.said.lines {
            row(f, line, count)?;
        }
        Ok(())
    }

    fn bad(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.noticed.unexpected {
            writeln!(f, "Неожиданный ответ: {what} × {count}")?;
        }
        for cry in &self.said.cries {
            writeln!(f, "Функции: {cry}")?;
        }
        for finding in &self.audit.findings {
            let name =
                TROUBLES.iter().find(|(trouble, _)| *trouble == finding.trouble).map_or("", |(_, name)| name);
            writeln!(f, "\n{name}: платёж {}: {}\n{}", finding.payment, finding.why, finding.story)?;
        }
        let verdict = if self.is_right() { "Всё сошлось" } else { "НЕ СОШЛОСЬ" };
        writeln!(f, "\n{verdict}")
    }
}

fn title(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    writeln!(f, "\n{text}")
}

fn row(f: &mut Formatter<'_>, name: &str, value: impl Display) -> fmt::Result {
    writeln!(f, "  {name:<58} {value:>12}")
}

fn roubles(kopecks: i64) -> String {
    let sign = if kopecks < 0 { "−" } else { "" };
    let (whole, rest) = (kopecks.unsigned_abs() / 100, kopecks.unsigned_abs() % 100);
    format!("{sign}{whole},{rest:02}")
}

fn percentiles(sorted: &[TimeDelta]) -> String {
    let at = |percent: usize| {
        let place = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1)) - 1;
        sorted.get(place).map_or_else(|| "–".to_owned(), |time| span(*time))
    };
    format!("{:>9} {:>9} {:>9} {:>9}", at(50), at(95), at(99), at(100))
}

fn span(time: TimeDelta) -> String {
    let millis = time.num_milliseconds();
    match millis {
        ..1_000 => format!("{millis} мс"),
        1_000..120_000 => format!("{},{} с", millis / 1_000, millis % 1_000 / 100),
        120_000..7_200_000 => format!("{} мин", millis / 60_000),
        _ => format!("{} ч {:02}", millis / 3_600_000, millis % 3_600_000 / 60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times: Vec<_> = (1..=200).map(TimeDelta::milliseconds).collect();
        let words: Vec<_> = percentiles(&times).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words, ["100", "мс", "190", "мс", "198", "мс", "200", "мс"]);
        assert!(percentiles(&[]).contains('–'));
    }

    #[test]
    fn sums_and_spans_are_read_by_people() {
        assert_eq!((roubles(123_456), roubles(-5)), ("1234,56".into(), "−0,05".into()));
        let spans = [250, 1_500, 150_000, 26 * 3_600_000].map(|millis| span(TimeDelta::milliseconds(millis)));
        assert_eq!(spans, ["250 мс", "1,5 с", "2 мин", "26 ч 00"]);
    }
}
