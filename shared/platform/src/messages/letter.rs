//! One look for every letter: tables and inline styles, since mail programs know nothing newer;
//! readable in dark mode and without pictures.

/// A letter before it is HTML or text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub heading: String,
    pub paragraphs: Vec<String>,
    /// Shown large and alone, e.g. a code.
    pub code: Option<String>,
    /// Name and value, e.g. «Сумма» – «1 284,50 ₽».
    pub facts: Vec<(String, String)>,
    /// Label and address.
    pub button: Option<(String, String)>,
    /// Small print above the signature: what to do if this was not you.
    pub note: Option<String>,
}

const SIGNATURE: &str = "Личный кабинет абонента «Мой ГАЗ»";
const NO_REPLY: &str = "Письмо отправлено автоматически, отвечать на него не нужно.";

impl Letter {
    /// The plain part, complete by itself.
    pub fn text(&self) -> String {
        let mut parts = vec![self.heading.clone()];
        parts.extend(self.paragraphs.iter().cloned());
        parts.extend(self.code.clone());
        if !self.facts.is_empty() {
            let lines: Vec<String> =
                self.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            parts.push(lines.join("\n"));
        }
        parts.extend(self.button.as_ref().map(|(label, url)| format!("{label}: {url}")));
        parts.extend(self.note.clone());
        parts.push(format!("—\n{SIGNATURE}\n{NO_REPLY}"));
        parts.join("\n\n")
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        let mut rows = format!(
            "<tr><td style=\"padding:0 32px\"><h1 style=\"margin:0 0 16px;font-size:24px;line-height:30px;\
             color:#0b1b34\">{}</h1></td></tr>",
            escape(&self.heading)
        );
        for paragraph in &self.paragraphs {
            rows.push_str(&row(&format!(
                "<p style=\"margin:0 0 16px;font-size:16px;line-height:24px;color:#2b3950\">{}</p>",
                escape(paragraph)
            )));
        }
        if let Some(code) = &self.code {
            rows.push_str(&row(&format!(
                "<p style=\"margin:8px 0 24px;padding:18px 0;background:#eaf1ff;border-radius:14px;\
                 text-align:center;font-size:36px;line-height:40px;font-weight:700;letter-spacing:8px;\
                 color:#0847b5\">{}</p>",
                escape(code)
            )));
        }
        if !self.facts.is_empty() {
            let facts: String = self.facts.iter().map(|(name, value)| fact(name, value)).collect();
            rows.push_str(&row(&format!(
                "<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" \
                 style=\"margin:0 0 20px;border-collapse:collapse\">{facts}</table>"
            )));
        }
        if let Some((label, url)) = &self.button {
            rows.push_str(&row(&format!(
                "<p style=\"margin:8px 0 24px\"><a href=\"{}\" style=\"display:inline-block;padding:14px 24px;\
                 background:#0b5cdb;border-radius:12px;color:#ffffff;font-size:16px;font-weight:600;\
                 text-decoration:none\">{}</a></p>",
                escape(url),
                escape(label)
            )));
        }
        if let Some(note) = &self.note {
            rows.push_str(&row(&format!(
                "<p style=\"margin:0 0 16px;font-size:14px;line-height:20px;color:#5a6980\">{}</p>",
                escape(note)
            )));
        }
        page(&self.subject, &rows)
    }
}

fn row(inner: &str) -> String {
    format!("<tr><td style=\"padding:0 32px\">{inner}</td></tr>")
}

fn fact(name: &str, value: &str) -> String {
    format!(
        "<tr><td style=\"padding:10px 12px 10px 0;border-bottom:1px solid #e3e9f2;font-size:15px;color:#5a6980\">{}</td>\
         <td style=\"padding:10px 0;border-bottom:1px solid #e3e9f2;font-size:15px;font-weight:600;\
         text-align:right;color:#0b1b34\">{}</td></tr>",
        escape(name),
        escape(value)
    )
}

fn page(title: &str, rows: &str) -> String {
    format!(
        "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light\">\
         <title>{title}</title></head>\
         <body style=\"margin:0;padding:0;background:#eef3fa;\
         font-family:'Golos Text',-apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\
         <table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\"><tr>\
         <td align=\"center\" style=\"padding:24px 12px\">\
         <table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" \
         style=\"max-width:560px;background:#ffffff;border-radius:20px;border-collapse:separate\">\
         <tr><td style=\"padding:28px 32px 24px\"><span style=\"display:inline-block;width:12px;height:12px;\
         border-radius:12px 12px 12px 2px;background:#2f6bff\"></span>\
         <span style=\"padding-left:10px;font-size:16px;font-weight:700;color:#0b1b34\">Мой ГАЗ</span></td></tr>\
         {rows}\
         <tr><td style=\"padding:16px 32px 28px;border-top:1px solid #e3e9f2;font-size:13px;line-height:19px;\
         color:#5a6980\">{SIGNATURE}<br>{NO_REPLY}</td></tr></table></td></tr></table></body></html>",
        title = escape(title),
    )
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_cannot_become_markup() {
        let letter = Letter { paragraphs: vec!["<script>\"x\"&".into()], ..Letter::default() };
        assert!(letter.html().contains("&lt;script&gt;&quot;x&quot;&amp;"));
        assert!(!letter.html().contains("<script>"));
    }

    #[test]
    fn the_plain_part_says_everything_the_html_part_says() {
        let letter = Letter {
            subject: "Тема".into(),
            heading: "Заголовок".into(),
            paragraphs: vec!["Абзац".into()],
            code: Some("123456".into()),
            facts: vec![("Сумма".into(), "10 ₽".into())],
            button: Some(("Открыть".into(), "https://lk.example/".into())),
            note: Some("Если это были не вы".into()),
        };
        let text = letter.text();
        for part in
            ["Заголовок", "Абзац", "123456", "Сумма: 10 ₽", "https://lk.example/", "Если это были не вы"]
        {
            assert!(text.contains(part), "{part}");
        }
    }
}
