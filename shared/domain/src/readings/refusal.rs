//! Why a reading was not taken, and what to do next.

use crate::{amounts::grouped, words::plural};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingRefusal {
    Empty,
    NotInteger,
    Fraction,
    Negative,
    TooManyDigits {
        digits: u8,
    },
    BelowPrevious {
        previous: i64,
    },
    /// Less than before, but the dial may have gone through zero.
    RolloverNotConfirmed {
        previous: i64,
        consumption: i64,
    },
    OverLimit {
        consumption: i64,
        max: i64,
    },
    UnchangedNotConfirmed {
        previous: i64,
    },
    /// The company takes no zero consumption.
    UnchangedNotAllowed {
        previous: i64,
    },
    VerificationExpired,
    MeterInactive,
    MeterNotFound,
    DuplicateMeter,
}

impl ReadingRefusal {
    /// Stable; several reasons for «not an integer» share one code and differ in words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty | Self::NotInteger | Self::Fraction => "not_integer",
            Self::Negative => "negative",
            Self::TooManyDigits { .. } => "too_many_digits",
            Self::BelowPrevious { .. } => "below_previous",
            Self::RolloverNotConfirmed { .. } => "rollover_not_confirmed",
            Self::OverLimit { .. } => "over_limit",
            Self::UnchangedNotConfirmed { .. } => "unchanged_not_confirmed",
            Self::UnchangedNotAllowed { .. } => "unchanged_not_allowed",
            Self::VerificationExpired => "verification_expired",
            Self::MeterInactive => "meter_inactive",
            Self::MeterNotFound => "meter_not_found",
            Self::DuplicateMeter => "duplicate_meter",
        }
    }

    /// Whether sending the same value again with `rollover_confirmed` would be taken.
    pub fn can_rollover(self) -> bool {
        matches!(self, Self::RolloverNotConfirmed { .. })
    }

    pub fn message(self) -> String {
        match self {
            Self::Empty => "Введите показание: целое число с табло прибора".to_owned(),
            Self::NotInteger => {
                "Показание — целое число: введите только цифры, без пробелов и других знаков".to_owned()
            }
            Self::Fraction => {
                "Показание — целое число: введите цифры до запятой, доли кубометра не нужны".to_owned()
            }
            Self::Negative => {
                "Показание не может быть отрицательным. Введите цифры с табло прибора".to_owned()
            }
            Self::TooManyDigits { digits } => format!(
                "На табло этого прибора {digits} {} до запятой. Проверьте, не введены ли лишние",
                plural(digits.into(), &["цифра", "цифры", "цифр"])
            ),
            Self::BelowPrevious { previous } => format!(
                "Показание не может быть меньше предыдущего: {}. Проверьте цифры; если на табло действительно меньше, обратитесь в газовую компанию",
                volume(previous)
            ),
            Self::RolloverNotConfirmed { previous, consumption } => format!(
                "Показание меньше предыдущего: {}. Если табло прошло через ноль и расход составил {}, подтвердите это; иначе проверьте цифры",
                volume(previous),
                volume(consumption)
            ),
            Self::OverLimit { consumption, max } => format!(
                "Расход {} больше допустимого: {}. Проверьте цифры; если всё верно, обратитесь в газовую компанию",
                volume(consumption),
                volume(max)
            ),
            Self::UnchangedNotConfirmed { previous } => format!(
                "Показание равно предыдущему: {}. Подтвердите расход 0 м³, если газом не пользовались, или введите новое показание",
                volume(previous)
            ),
            Self::UnchangedNotAllowed { previous } => format!(
                "Показание равно предыдущему: {}. Газовая компания не принимает нулевой расход через сайт — обратитесь к ней",
                volume(previous)
            ),
            Self::VerificationExpired => {
                "Срок поверки прибора истёк, показания по нему не принимаются. Закажите поверку в газовой компании"
                    .to_owned()
            }
            Self::MeterInactive => {
                "Прибор учета не действует, показания по нему не принимаются. Если это ошибка, обратитесь в газовую компанию"
                    .to_owned()
            }
            Self::MeterNotFound => {
                "Такого прибора учета нет на лицевом счете. Обновите страницу и попробуйте снова".to_owned()
            }
            Self::DuplicateMeter => "Прибор учета указан дважды. Оставьте одно показание".to_owned(),
        }
    }
}

shown_by_message!(ReadingRefusal);

fn volume(cubic_metres: i64) -> String {
    let minus = if cubic_metres < 0 { "\u{2212}" } else { "" };
    format!("{minus}{}\u{a0}м³", grouped(cubic_metres.unsigned_abs()))
}
