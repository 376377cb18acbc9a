//! The frame of every page and its security headers.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

/// A page to send.
pub struct Page<'a> {
    pub title: &'a str,
    /// HTML with everything foreign already escaped.
    pub body: &'a str,
    /// Where a form of the page may end up: browsers hold a form to this even after a redirect.
    pub leads_to: Option<&'a str>,
}

impl Page<'_> {
    pub fn respond(self, status: StatusCode) -> Response {
        let html = format!(
            "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <title>{}</title><link rel=\"icon\" href=\"/assets/bank.svg\">\
             <link rel=\"stylesheet\" href=\"/assets/bank.css\"></head><body>{}\
             <footer>Учебный банк для проверки оплаты</footer></body></html>",
            escape(self.title),
            self.body,
        );
        let shop = self.leads_to.and_then(origin).map_or(String::new(), |origin| format!(" {origin}"));
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{shop}; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        let headers = [
            (header::CONTENT_SECURITY_POLICY, policy.as_str()),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        (status, headers, Html(html)).into_response()
    }
}

/// Text made safe for HTML, also within a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// One labelled field with its message.
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    /// Further attributes, already HTML.
    pub attributes: &'a str,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    /// Whether the cursor starts here.
    pub focus: bool,
}

impl Field<'_> {
    pub fn html(&self) -> String {
        let Self { name, label, attributes, .. } = self;
        let note = |kind: &str, text: Option<&str>| {
            text.map_or(String::new(), |text| {
                format!("<span class=\"{kind}\" id=\"{name}-{kind}\">{}</span>", escape(text))
            })
        };
        let described: Vec<String> = [("error", self.error), ("hint", self.hint)]
            .iter()
            .filter(|(_, text)| text.is_some())
            .map(|(kind, _)| format!("{name}-{kind}"))
            .collect();
        let described = match described.is_empty() {
            true => String::new(),
            false => format!(" aria-describedby=\"{}\"", described.join(" ")),
        };
        let invalid = if self.error.is_some() { " aria-invalid=\"true\"" } else { "" };
        let focus = if self.focus { " autofocus" } else { "" };
        format!(
            "<div class=\"field\"><label for=\"{name}\">{label}</label>\
             <input id=\"{name}\" name=\"{name}\" value=\"{}\" {attributes}{described}{invalid}{focus}>{}{}</div>",
            escape(self.value),
            note("error", self.error),
            note("hint", self.hint),
        )
    }
}

fn origin(url: &str) -> Option<String> {
    Some(reqwest::Url::parse(url).ok()?.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_become_markup() {
        assert_eq!(escape("<b a='\"'>&"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
    }
}
