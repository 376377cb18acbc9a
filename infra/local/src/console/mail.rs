//! Messages as a person reads mail, and as tests read them.

use super::{Console, html};
use crate::post::{Channel, Message};
use crate::site_headers::LETTER_POLICY;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

/// Whose messages.
#[derive(Debug, Default, Deserialize)]
pub struct Chosen {
    to: Option<String>,
}

impl Chosen {
    fn recipient(&self) -> Option<&str> {
        self.to.as_deref().filter(|to| !to.trim().is_empty())
    }
}

pub async fn json(State(console): State<Console>, Query(chosen): Query<Chosen>) -> Json<Vec<Message>> {
    Json(console.post.messages.newest(chosen.recipient()))
}

pub async fn list(State(console): State<Console>, Query(chosen): Query<Chosen>) -> Response {
    let messages = console.post.messages.newest(chosen.recipient());
    let empty = "<div class=\"card empty\"><p><strong>Выберите сообщение</strong></p>\
        <p>Здесь оно откроется так, как его увидит абонент.</p></div>";
    show(&messages, &chosen, None, empty)
}

pub async fn read(
    State(console): State<Console>,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Response {
    let Some(message) = console.post.messages.get(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let messages = console.post.messages.newest(chosen.recipient());
    show(&messages, &chosen, Some(&message.id), &letter(&message, &chosen))
}

pub async fn html(State(console): State<Console>, Path(id): Path<String>) -> Response {
    let html = console.post.messages.get(&id).and_then(|message| message.html);
    let Some(html) = html else { return StatusCode::NOT_FOUND.into_response() };
    // Links of a letter open beside the console, not inside the frame.
    let base = "<base target=\"_blank\">";
    let html = match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{base}{after}"),
        None => format!("{base}{html}"),
    };
    ([(header::CONTENT_SECURITY_POLICY, LETTER_POLICY)], Html(html)).into_response()
}

pub async fn attachment(
    State(console): State<Console>,
    Path((id, index)): Path<(String, usize)>,
) -> Response {
    let Some((attachment, bytes)) = console.post.messages.file(&id, index) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let name: String = super::percent(&attachment.name).replace('+', "%20");
    let headers = [
        (header::CONTENT_TYPE, attachment.content_type),
        (header::CONTENT_DISPOSITION, format!("inline; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn show(messages: &[Message], chosen: &Chosen, open: Option<&str>, pane: &str) -> Response {
    let recipient = chosen.recipient().unwrap_or_default();
    let query =
        if recipient.is_empty() { String::new() } else { format!("?to={}", super::percent(recipient)) };
    let mut inbox: String = messages.iter().map(|message| line(message, &query, open)).collect();
    if messages.is_empty() {
        inbox = "<p class=empty>Сообщений пока нет. Зарегистрируйтесь на портале, \
            и здесь появится код.</p>"
            .to_owned();
    }
    let state = if open.is_some() { " open" } else { "" };
    let newest = messages.first().map(|message| message.id.as_str()).unwrap_or_default();
    let body = format!(
        "<div class=\"search{state}\"><h1>Письма и SMS</h1><p class=lead>Всё, что отправил портал. \
         Наружу ничего не уходит.</p></div>\
         <form class=\"row search{state}\" method=get action=/local/messages><label>Кому\
         <input name=to value=\"{to}\" placeholder=\"адрес или телефон\" autocomplete=off></label>\
         <button>Показать</button></form>\
         <div class=\"mail{state}\"><nav class=\"card inbox\" aria-label=Сообщения data-newest=\"{newest}\">\
         {inbox}</nav>{pane}</div>",
        to = html::escape(recipient),
    );
    html::page("Письма и SMS", "/local/messages", &body)
}

fn line(message: &Message, query: &str, open: Option<&str>) -> String {
    let current = if open == Some(message.id.as_str()) { " aria-current=true" } else { "" };
    let subject = match message.channel {
        Channel::Email => message.subject.clone(),
        Channel::Sms => message.text.chars().take(80).collect(),
    };
    let code = message.code.as_deref().map(|code| format!(" <span class=\"chip accent\">{code}</span>"));
    let files = if message.attachments.is_empty() { "" } else { " <span class=chip>файл</span>" };
    format!(
        "<a href=\"/local/messages/{id}{query}\"{current}>\
         <span class=\"line small soft\"><span>{channel} · {to}</span><span class=number>{at}</span></span>\
         <span class=subject>{subject}</span><span>{code}{files}</span></a>",
        id = message.id,
        channel = if message.channel == Channel::Sms { "SMS" } else { "Письмо" },
        to = html::escape(&message.to),
        at = html::time(message.at),
        subject = html::escape(&subject),
        code = code.unwrap_or_default(),
    )
}

fn letter(message: &Message, chosen: &Chosen) -> String {
    let back = match chosen.recipient() {
        Some(to) => format!("/local/messages?to={}", super::percent(to)),
        None => "/local/messages".to_owned(),
    };
    let code = message.code.as_deref().map(|code| {
        format!(
            "<div><span class=soft>Код</span><button type=button class=\"copy big\" data-value=\"{code}\" \
             title=Скопировать>{code}</button></div>"
        )
    });
    let title = match message.channel {
        Channel::Email => html::escape(&message.subject),
        Channel::Sms => "SMS".to_owned(),
    };
    let text = html::escape(&message.text);
    let body = match (&message.html, message.channel) {
        (Some(_), _) => format!(
            "<iframe title=\"Письмо\" src=\"/local/messages/{id}/html\" \
             sandbox=\"allow-same-origin allow-popups allow-popups-to-escape-sandbox\"></iframe>\
             <details><summary>Текстовая версия</summary><div class=text>{text}</div></details>",
            id = message.id
        ),
        (None, Channel::Email) => format!("<div class=text>{text}</div>"),
        (None, Channel::Sms) => format!("<div class=bubble>{text}</div>"),
    };
    let files: String = message
        .attachments
        .iter()
        .map(|file| {
            format!(
                "<a class=button href=\"{}\" target=_blank rel=noopener>{} <span class=\"small soft\">{} КБ</span></a>",
                file.url,
                html::escape(&file.name),
                file.size.div_ceil(1024)
            )
        })
        .collect();
    let files = if files.is_empty() { files } else { format!("<div class=files>{files}</div>") };
    format!(
        "<article class=\"card letter\"><div class=back><a class=button href=\"{back}\">← Все сообщения</a></div>\
         <div><h2>{title}</h2><div class=\"soft small\">Кому: {to} · <span class=number>{at}</span></div></div>\
         {code}{body}{files}</article>",
        back = html::escape(&back),
        to = html::escape(&message.to),
        at = html::time(message.at),
        code = code.unwrap_or_default(),
    )
}
