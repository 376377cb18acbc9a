//! Text before it is placed: characters the font lacks, spaces that must not break, lines.

use super::{
    fonts::{Weight, face},
    theme::Style,
};

const NBSP: char = '\u{a0}';

/// Words after which a line must not end: parts of an address and the number sign.
const STICKY: [&str; 22] = [
    "г.",
    "ул.",
    "д.",
    "кв.",
    "корп.",
    "стр.",
    "лит.",
    "пр.",
    "пр-т",
    "пер.",
    "наб.",
    "пл.",
    "ш.",
    "б-р",
    "мкр.",
    "пос.",
    "с.",
    "дер.",
    "обл.",
    "оф.",
    "пом.",
    "№",
];
/// Words before which a line must not begin.
const TRAILING: [&str; 7] = ["₽", "м³", "—", "мес.", "чел.", "м²", "·"];

/// Leaves only what can be printed: one line, no controls, `?` for what the fonts lack (emoji, hieroglyphs),
/// composed й and ё, and unbreakable spaces where Russian wants them.
pub(crate) fn typeset(text: &str) -> String {
    let face = face(Weight::Regular);
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\u{202f}' | '\u{2007}' | NBSP => clean.push(NBSP),
            _ if c.is_whitespace() => clean.push(' '),
            '\u{2011}' | '\u{2010}' => clean.push('-'),
            '\u{2212}' => clean.push('\u{2212}'),
            '\u{306}' | '\u{308}' => compose(&mut clean, c),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {}
            '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => {}
            _ if c.is_control() => {}
            _ if face.has(c) => clean.push(c),
            _ => clean.push('?'),
        }
    }
    bind(&clean)
}

fn compose(text: &mut String, mark: char) {
    let whole = match (text.chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('И'), '\u{306}') => 'Й',
        (Some('е'), '\u{308}') => 'ё',
        (Some('Е'), '\u{308}') => 'Ё',
        _ => return,
    };
    text.pop();
    text.push(whole);
}

fn bind(text: &str) -> String {
    let mut bound = String::with_capacity(text.len() + 8);
    let mut last = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !last.is_empty() {
            bound.push(if holds(last, word) { NBSP } else { ' ' });
        }
        bound.push_str(word);
        last = word;
    }
    bound
}

/// Whether a line must not break between two words.
fn holds(last: &str, word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let bare = word.trim_end_matches([',', ')']);
    // «2026 г.» binds backwards, «г. Гатчина» forwards; «8 800 100-04-04» is one number.
    (bare == "г." && last.len() == 4 && digits(last))
        || STICKY.contains(&last)
        || TRAILING.contains(&bare)
        || (digits(last) && word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Width in points. `text` has been through [`typeset`].
pub(crate) fn width(text: &str, style: Style) -> f32 {
    let face = face(style.weight);
    let em: f32 = text.chars().map(|c| face.glyph(c, style.tabular).advance).sum();
    em * style.size
}

/// Breaks into lines no wider than `limit`, at spaces; a word wider than a line is cut between letters.
/// What does not fit into `max` lines ends in «…».
pub(crate) fn wrap(text: &str, limit: f32, style: Style, max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let space = width(" ", style);
    let mut used = 0.0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word, style);
        if !line.is_empty() && used + space + wide <= limit {
            line.push(' ');
            line.push_str(word);
            used += space + wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if lines.len() > max {
            break;
        }
        let mut pieces = cut(word, limit, style);
        line = pieces.pop().unwrap_or_default();
        used = width(&line, style);
        lines.append(&mut pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > max {
        lines.truncate(max);
        if let Some(last) = lines.last_mut() {
            *last = shorten(&format!("{last}…"), limit, style);
        }
    }
    lines
}

/// A word in pieces no wider than `limit`, best after a hyphen, slash or unbreakable space.
fn cut(word: &str, limit: f32, style: Style) -> Vec<String> {
    if width(word, style) <= limit {
        return vec![word.to_owned()];
    }
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0.0;
    for c in word.chars() {
        let wide = width(c.encode_utf8(&mut [0; 4]), style);
        if !piece.is_empty() && used + wide > limit {
            let at = piece
                .rfind(['-', '/', NBSP])
                .map(|at| at + piece[at..].chars().next().map_or(1, char::len_utf8));
            let rest = at.filter(|at| *at < piece.len()).map(|at| piece.split_off(at)).unwrap_or_default();
            pieces.push(std::mem::replace(&mut piece, rest).trim_end_matches(NBSP).to_owned());
            used = width(&piece, style);
        }
        piece.push(c);
        used += wide;
    }
    pieces.push(piece);
    pieces
}

/// The text itself, or as much of it as fits with «…» at its end.
pub(crate) fn shorten(text: &str, limit: f32, style: Style) -> String {
    if width(text, style) <= limit {
        return text.to_owned();
    }
    let mut short = text.trim_end_matches('…').to_owned();
    while !short.is_empty() && width(&short, style) + width("…", style) > limit {
        short.pop();
    }
    format!("{}…", short.trim_end_matches([' ', NBSP, ',']))
}

/// The style made smaller (down to `least` points) until the text fits.
pub(crate) fn fit(text: &str, limit: f32, style: Style, least: f32) -> Style {
    let wide = width(text, style);
    if wide <= limit { style } else { style.sized((style.size * limit / wide * 0.995).max(least)) }
}

/// The style made a little smaller when that saves a long word from being cut.
pub(crate) fn fit_words(text: &str, limit: f32, style: Style) -> Style {
    let widest = text.split([' ', NBSP, '-', '/']).map(|word| width(word, style)).fold(0.0, f32::max);
    let needed = style.size * limit / widest.max(f32::EPSILON) * 0.99;
    if widest > limit && needed >= style.size * 0.78 { style.sized(needed) } else { style }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::theme::BODY;

    #[test]
    fn what_the_font_lacks_becomes_a_question_mark() {
        assert_eq!(typeset("огонь 🔥 火\u{0}\u{feff}"), "огонь ? ?");
        assert_eq!(typeset("Йошкар\u{2011}Ола, и\u{306}од"), "Йошкар-Ола, йод");
    }

    #[test]
    fn an_address_breaks_only_between_its_parts() {
        assert_eq!(
            typeset("г. Гатчина, ул. Чехова, д. 8, кв. 8 за 2026 г., т. 8 800 100-04-04 и 5 ₽"),
            "г.\u{a0}Гатчина, ул.\u{a0}Чехова, д.\u{a0}8, кв.\u{a0}8 за 2026\u{a0}г., т. 8\u{a0}800\u{a0}100-04-04 и 5\u{a0}₽"
        );
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        let long = typeset(&"Многоквартирныйжилойдом ул. Очень-Длинная ".repeat(9));
        for limit in [20.0, 45.0, 110.0] {
            let lines = wrap(&long, limit, BODY, 100);
            assert!(lines.iter().all(|line| width(line, BODY) <= limit));
            assert!(lines.len() > 3);
        }
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = wrap(&"слово ".repeat(50), 100.0, BODY, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && width(&lines[1], BODY) <= 100.0);
    }
}
