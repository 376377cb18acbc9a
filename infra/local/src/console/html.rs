//! The frame of the console's pages and the few pieces that all of them use.

use crate::site_headers::CONSOLE_POLICY;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, FixedOffset, Utc};

/// Text made safe to stand in HTML, in attributes too.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A page of the console; `here` is the path of the section that is shown.
pub fn page(title: &str, here: &str, body: &str) -> Response {
    let sections = [
        ("/local", "Обзор"),
        ("/local/messages", "Письма и SMS"),
        ("/local/pins", "ПИН-коды"),
        ("/local/payments", "Платежи"),
        ("/local/incidents", "Расхождения"),
        ("/local/api", "API"),
        ("/", "Портал"),
    ];
    let links: String = sections
        .iter()
        .map(|(path, name)| {
            let current = if *path == here { " aria-current=page" } else { "" };
            format!("<a href=\"{path}\"{current}>{name}</a>")
        })
        .collect();
    let html = format!(
        "<!doctype html>\n<html lang=ru><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Мой ГАЗ</title><link rel=icon href=\"data:,\">\
         <link rel=stylesheet href=/local/style.css>\
         <script type=module src=/local/console.js></script></head><body>\
         <header class=top><div><strong>Мой ГАЗ <span class=mark>· локальная площадка</span></strong>\
         <nav aria-label=Разделы>{links}</nav></div></header><main>{body}</main></body></html>",
        title = escape(title),
    );
    ([(header::CONTENT_SECURITY_POLICY, CONSOLE_POLICY)], Html(html)).into_response()
}

/// What the last button has to say, good or bad.
pub fn said(said: Option<&str>, failed: Option<&str>) -> String {
    match (said, failed) {
        (Some(text), _) => format!("<div class=said role=status>{}</div>", escape(text)),
        (None, Some(text)) => {
            format!("<div class=\"said bad\" role=alert>Не получилось: {}</div>", escape(text))
        }
        (None, None) => String::new(),
    }
}

/// Moscow time, as the people who read this page have it on the wall.
pub fn time(at: DateTime<Utc>) -> String {
    let moscow = FixedOffset::east_opt(3 * 3600).map(|zone| at.with_timezone(&zone));
    moscow.map(|at| at.format("%d.%m %H:%M:%S").to_string()).unwrap_or_default()
}

/// A button that copies its text.
pub fn copy(value: &str) -> String {
    let value = escape(value);
    format!("<button type=button class=copy data-value=\"{value}\" title=Скопировать>{value}</button>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_messages_text_cannot_become_markup() {
        assert_eq!(escape("<b a='1' c=\"2\">&"), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;");
    }
}
