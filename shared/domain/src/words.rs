//! A sum in words, as documents require.

use crate::Kopecks;

#[cfg(test)]
mod tests;

const UNITS: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const HUNDREDS: [&str; 10] =
    ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"];
/// Forms after 1, after 2–4, after the rest; lowest group first.
const GROUPS: [[&str; 3]; 6] = [
    ["рубль", "рубля", "рублей"],
    ["тысяча", "тысячи", "тысяч"],
    ["миллион", "миллиона", "миллионов"],
    ["миллиард", "миллиарда", "миллиардов"],
    ["триллион", "триллиона", "триллионов"],
    ["квадриллион", "квадриллиона", "квадриллионов"],
];
const KOPECKS: [&str; 3] = ["копейка", "копейки", "копеек"];

/// «Одна тысяча двести восемьдесят четыре рубля 50 копеек».
pub fn in_words(sum: Kopecks) -> String {
    let kopecks = sum.0.unsigned_abs();
    let (roubles, rest) = (kopecks / 100, kopecks % 100);
    let mut words: Vec<&str> = Vec::new();
    if sum.0 < 0 {
        words.push("минус");
    }
    if roubles == 0 {
        words.push("ноль");
    }
    for (place, forms) in GROUPS.iter().enumerate().rev() {
        let group = roubles / 1000_u64.pow(place as u32) % 1000;
        push_group(&mut words, group as usize, place == 1);
        if group > 0 && place > 0 {
            words.push(plural(group, forms));
        }
    }
    words.push(plural(roubles, &GROUPS[0]));
    format!("{} {rest:02} {}", capitalised(&words.join(" ")), plural(rest, &KOPECKS))
}

fn push_group(words: &mut Vec<&str>, group: usize, feminine: bool) {
    let mut below = group % 100;
    words.extend([HUNDREDS[group / 100]].into_iter().filter(|word| !word.is_empty()));
    if below >= 20 {
        words.push(TENS[below / 10]);
        below %= 10;
    }
    match (below, feminine) {
        (0, _) => {}
        (1, true) => words.push("одна"),
        (2, true) => words.push("две"),
        _ => words.push(UNITS[below]),
    }
}

/// The form of a noun that Russian wants after this number: [1, 2–4, 5 and the rest].
pub fn plural<'a>(count: u64, forms: &[&'a str; 3]) -> &'a str {
    match (count % 10, count % 100) {
        (_, 11..=14) => forms[2],
        (1, _) => forms[0],
        (2..=4, _) => forms[1],
        _ => forms[2],
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
