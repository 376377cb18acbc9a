//! From marks to PDF/A-2a and PDF/UA-1. krilla's own validators refuse what breaks either.

use super::{
    fonts::face,
    paper::{Ink, Kind, Mark, Paper, Pen, Turn},
    theme::{BLACK, Colour, PAGE_HEIGHT, PAGE_WIDTH, Style},
};
use crate::{RenderError, qr::Code};
use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Transform},
    graphic::Graphic,
    metadata::{self, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, LineCap, Stroke, StrokeDash},
    surface::Surface,
    tagging::{
        Artifact, BBox, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
        TagTree,
    },
    text::{GlyphId, KrillaGlyph},
};
use std::num::{NonZeroU16, NonZeroU32};

/// What a document says of itself. With the same `id` and `created` the bytes are the same.
pub(crate) struct About<'a> {
    pub title: String,
    pub author: &'a str,
    pub id: String,
    pub created: DateTime<Utc>,
}

pub(crate) fn write(paper: &Paper, code: Option<&Code>, about: About<'_>) -> Result<Vec<u8>, RenderError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| RenderError::Configuration)?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut drawing = None;
    let mut content: Vec<Vec<Identifier>> = vec![Vec::new(); paper.nodes.len()];
    for marks in &paper.pages {
        let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or(RenderError::Configuration)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        // Neighbouring marks of one part share one tag.
        for group in marks.chunk_by(|a, b| a.node == b.node) {
            let tag = match group[0].node {
                Some(_) if group.iter().all(|mark| matches!(mark.ink, Ink::Text { .. })) => {
                    ContentTag::Span(SpanTag::empty())
                }
                Some(_) => ContentTag::Other,
                None => ContentTag::Artifact(Artifact::default()),
            };
            let identifier = surface.start_tagged(tag);
            for mark in group {
                draw(&mut surface, mark, code, &mut drawing);
            }
            surface.end_tagged();
            if let Some(node) = group[0].node {
                content[node].push(identifier);
            }
        }
        surface.finish();
        page.finish();
    }

    let mut tree = TagTree::new().with_lang(Some("ru".into()));
    for root in &paper.roots {
        tree.push(group(paper, *root, &mut content));
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    for mark in &paper.outline {
        let place = XyzDestination::new(mark.page, Point::from_xy(0.0, mark.top));
        outline.push_child(OutlineNode::new(mark.title.clone(), place));
    }
    document.set_outline(outline);
    document.set_metadata(
        Metadata::new()
            .title(about.title)
            .authors(vec![about.author.to_owned()])
            .language("ru".into())
            .document_id(about.id)
            .creation_date(date(about.created)),
    );
    document.finish().map_err(|error| RenderError::Pdf(format!("{error:?}")))
}

fn date(at: DateTime<Utc>) -> metadata::DateTime {
    // Each of these fits: chrono gives months to 12, days to 31, hours to 23, minutes and seconds to 59.
    metadata::DateTime::new(at.year().clamp(0, 9999) as u16)
        .month(at.month() as u8)
        .day(at.day() as u8)
        .hour(at.hour() as u8)
        .minute(at.minute() as u8)
        .second(at.second() as u8)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn group(paper: &Paper, id: usize, content: &mut [Vec<Identifier>]) -> TagGroup {
    let node = &paper.nodes[id];
    let kind: TagKind = match &node.kind {
        Kind::Section => Tag::Section.into(),
        Kind::Heading { level, title } => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Table { summary } => Tag::Table.with_summary(Some(summary.clone())).into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead { span } => Tag::TH(TableHeaderScope::Row).with_col_span(wide(*span)).into(),
        Kind::Cell { span } => Tag::TD.with_col_span(wide(*span)).into(),
        Kind::Figure { alt, bounds } => Tag::Figure(Some(alt.clone()))
            .with_bbox(bounds.rect().map(|rect| BBox::new(node.page, rect)))
            .into(),
    };
    let mut children: Vec<Node> = std::mem::take(&mut content[id]).into_iter().map(Node::from).collect();
    children.extend(node.children.iter().map(|child| Node::from(group(paper, *child, content))));
    TagGroup::with_children(kind, children)
}

/// A span worth writing: one column is what a cell has anyway.
fn wide(span: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(span).filter(|span| span.get() > 1)
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, code: Option<&Code>, drawing: &mut Option<Graphic>) {
    if let Some(Turn { degrees, x, y }) = mark.turn {
        surface.push_transform(&Transform::from_rotate_at(degrees, x, y));
    }
    match &mark.ink {
        Ink::Text { run, x, baseline, style } => {
            write_text(surface, run, Point::from_xy(*x, *baseline), *style)
        }
        Ink::Shape { path, fill, stroke } => {
            surface.set_fill(fill.map(fill_of));
            surface.set_stroke(stroke.map(stroke_of));
            surface.draw_path(path);
        }
        Ink::Code { x, y, size } => {
            if let Some(code) = code {
                let graphic = drawing.get_or_insert_with(|| draw_code(surface, code)).clone();
                let scale = size / code.side() as f32;
                let middle = y + scale / 2.0;
                surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, *x, middle));
                surface.draw_graphic(graphic);
                surface.pop();
            }
        }
    }
    if mark.turn.is_some() {
        surface.pop();
    }
}

fn write_text(surface: &mut Surface<'_>, run: &str, at: Point, style: Style) {
    let face = face(style.weight);
    let glyphs: Vec<KrillaGlyph> = run
        .char_indices()
        .map(|(start, c)| {
            let slot = face.glyph(c, style.tabular);
            let range = start..start + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(slot.glyph.into()), slot.advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    surface.set_fill(Some(fill_of(style.colour)));
    surface.set_stroke(None);
    surface.draw_glyphs(at, &glyphs, face.font.clone(), run, style.size, false);
}

/// The code as one stroked path of row runs, a module being one unit: it is written to the file once.
/// Its upper edge is half a unit above zero, so that a thousand lines lie on whole numbers: half the digits.
fn draw_code(surface: &mut Surface<'_>, code: &Code) -> Graphic {
    let mut builder = surface.stream_builder();
    let mut sketch = builder.surface();
    let mut path = PathBuilder::new();
    for (row, from, to) in code.runs() {
        let y = row as f32;
        path.move_to(from as f32, y);
        path.line_to(to as f32, y);
    }
    if let Some(path) = path.finish() {
        sketch.set_fill(None);
        sketch.set_stroke(Some(stroke_of(Pen { colour: BLACK, width: 1.0, dash: 0.0 })));
        sketch.draw_path(&path);
    }
    sketch.finish();
    Graphic::new(builder.finish(), false)
}

fn fill_of(colour: Colour) -> Fill {
    Fill {
        paint: rgb::Color::new(colour.0, colour.1, colour.2).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn stroke_of(pen: Pen) -> Stroke {
    Stroke {
        paint: rgb::Color::new(pen.colour.0, pen.colour.1, pen.colour.2).into(),
        width: pen.width,
        line_cap: LineCap::Butt,
        dash: (pen.dash > 0.0).then(|| StrokeDash { array: vec![pen.dash, pen.dash], offset: 0.0 }),
        ..Stroke::default()
    }
}
