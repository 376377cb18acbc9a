//! The documents as others see them: bytes, text, places and the code.

mod samples;

use chrono::{DateTime, Utc};
use documents::{
    Area, Layout,
    bill::{self, Bill},
    qr::{Code, parse},
    receipt::{self, Fiscal, Receipt, Status},
};
use domain::{Kopecks, Payee};
use lopdf::{Document, Object};
use samples::{company, line, long_bill, meter, moment, year};

/// Text of all pages with ordinary spaces.
fn text(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF that can be read");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("text that can be read");
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(pdf: &[u8], words: &[&str]) {
    let text = text(pdf);
    for word in words {
        assert!(text.contains(word), "«{word}» is not in: {text}");
    }
}

fn assert_clear(layout: &Layout) {
    let page = Area { left: 12.0, top: 12.0, right: 583.3, bottom: 829.9 };
    let texts = layout.texts();
    for (index, one) in texts.iter().enumerate() {
        let area = one.area;
        assert!(
            area.left >= page.left
                && area.right <= page.right
                && area.top >= page.top
                && area.bottom <= page.bottom,
            "off the page: {one:?}"
        );
        for other in texts[index + 1..].iter().filter(|other| other.page == one.page) {
            assert!(!area.meets(&other.area), "{one:?} meets {other:?}");
        }
        for (_, code) in layout.codes().iter().filter(|(page, _)| *page == one.page) {
            assert!(!area.meets(code), "{one:?} stands on the code");
        }
    }
}

/// Reads the code as a telephone would: from its dark squares.
fn scan(code: &Code) -> String {
    let (scale, quiet) = (4, 4);
    let side = (code.side() + 2 * quiet) * scale;
    let mut dark = vec![false; side * side];
    for (row, from, to) in code.runs() {
        for y in (row + quiet) * scale..(row + quiet + 1) * scale {
            dark[y * side + (from + quiet) * scale..y * side + (to + quiet) * scale].fill(true);
        }
    }
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(
            side,
            side,
            |x, y| if dark[y * side + x] { 0 } else { 255 },
        );
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a readable code").1
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(bill::render(&samples::bill()).unwrap(), bill::render(&samples::bill()).unwrap());
    assert_eq!(receipt::render(&samples::receipt()).unwrap(), receipt::render(&samples::receipt()).unwrap());
}

#[test]
fn a_bill_tells_all_that_it_must() {
    let pdf = bill::render(&samples::bill()).unwrap();
    assert_says(
        &pdf,
        &[
            "ООО «Северогаз Регион»",
            "Квитанция на оплату",
            "за сентябрь 2026 г.",
            "№ 26090007 от 01.10.2026",
            "33016355",
            "80АА100007-02",
            "Хайруллина Гөлнара Фәритовна",
            "К оплате",
            "1 591,03 ₽",
            "10 октября 2026 г.",
            "Одна тысяча пятьсот девяносто один рубль 03 копейки",
            "162 м³",
            "−4,49",
            "2 154,59",
            "ВК-G4T",
            "14.05.2031",
            "4 243",
            "4 405",
            "в среднем",
            "200 м³",
            "40702810100000012345",
            "044030653",
            "Извещение",
            "линия отреза",
        ],
    );
}

#[test]
fn an_ordinary_bill_is_one_page_on_which_nothing_overlaps() {
    let layout = bill::lay_out(&samples::bill());
    assert_eq!(layout.pages(), 1);
    assert_clear(&layout);
    assert_eq!(layout.codes().len(), 2);
}

#[test]
fn twelve_services_with_four_lines_each_and_six_meters_take_two_pages_without_overlaps() {
    let layout = bill::lay_out(&long_bill());
    assert_eq!(layout.pages(), 2);
    assert_clear(&layout);
    let cells = layout.texts().into_iter().filter(|text| text.text == "многоквартирного дома");
    assert_eq!(cells.count(), 12, "each name ends on its own fourth line");
    assert_says(&bill::render(&long_bill()).unwrap(), &["Страница 2 из 2", "172 878,36"]);
}

#[test]
fn the_code_of_a_bill_reads_back_as_the_payment() {
    let layout = bill::lay_out(&samples::bill());
    let fields = parse(&scan(layout.code().expect("a code"))).expect("a payment");
    let value = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    assert_eq!(value("Name"), Some("ООО «Северогаз Регион»"));
    assert_eq!(value("PersonalAcc"), Some("40702810100000012345"));
    assert_eq!(value("Sum"), Some("159103"));
    assert_eq!(value("PersAcc"), Some("33016355"));
    assert_eq!(value("PaymPeriod"), Some("092026"));
}

#[test]
fn nothing_due_needs_no_code_and_tells_of_the_overpayment() {
    let bill = Bill { due: Kopecks::ZERO, credit: Kopecks(12_050), ..samples::bill() };
    let layout = bill::lay_out(&bill);
    assert!(layout.code().is_none() && layout.codes().is_empty());
    assert_clear(&layout);
    assert_says(&bill::render(&bill).unwrap(), &["Переплата", "120,50 ₽", "Платить сейчас не нужно"]);
}

#[test]
fn the_limited_version_prints_neither_name_nor_charges() {
    let mut bill = Bill {
        holder: None,
        address: None,
        unified: None,
        notes: vec![],
        last_payment: None,
        ..samples::bill()
    };
    for service in &mut bill.services {
        service.month = None;
    }
    assert_clear(&bill::lay_out(&bill));
    let text = text(&bill::render(&bill).unwrap());
    assert!(!text.contains("Хайруллина") && !text.contains("1 411,02") && !text.contains("Плательщик"));
    assert!(text.contains("1 591,03"));
}

#[test]
fn no_name_is_too_long_and_no_letter_too_strange() {
    let long = "Сверхдлинноеназваниебезединогопробела".repeat(30);
    let strange = "Қазақстан ұңғіһ Җәлил 🔥👨‍👩‍👧 火 \u{0}\u{7}\n\t и\u{306} ﷽ \u{202e}abc";
    let payee = Payee { name: long.clone(), bank: long.clone(), ..company().payee };
    for words in [long.as_str(), strange, "", "   "] {
        let mut company = company();
        company.name = words.into();
        company.address = words.into();
        company.phone = words.into();
        company.payee = Payee { name: words.into(), ..payee.clone() };
        let bill = Bill {
            company: company.clone(),
            number: words.into(),
            account: "12345678901234567890".into(),
            unified: Some(words.into()),
            holder: Some(words.into()),
            address: Some(words.into()),
            notes: vec![words.into(); 3],
            due: Kopecks(i64::MAX),
            services: vec![
                line(
                    words,
                    words,
                    "123456789.123456",
                    "-99999999.999",
                    [i64::MAX, i64::MIN, i64::MIN, i64::MAX, 7, i64::MAX]
                );
                40
            ],
            meters: vec![meter(words, words, i64::MIN + 1, 0); 20],
            consumption: year([i64::MAX, i64::MIN, 0, 1, 2, 3, 4, 5, 6, 7, 8, i64::MAX]),
            ..samples::bill()
        };
        assert_clear(&bill::lay_out(&bill));
        bill::render(&bill).expect("a bill");
        let receipt = Receipt {
            company,
            payment: words.into(),
            payer: Some(words.into()),
            lines: vec![(words.into(), Kopecks(i64::MAX)); 60],
            amount: Kopecks(i64::MAX),
            ..samples::receipt()
        };
        assert_clear(&receipt::lay_out(&receipt));
        receipt::render(&receipt).expect("a receipt");
    }
}

#[test]
fn an_account_without_services_meters_or_history_has_a_bill() {
    for consumption in [vec![], year([0; 12])] {
        let bill = Bill {
            services: vec![],
            meters: vec![],
            consumption,
            due_date: None,
            readings_window: None,
            ..samples::bill()
        };
        assert_clear(&bill::lay_out(&bill));
        bill::render(&bill).expect("a bill");
    }
}

#[test]
fn a_receipt_tells_all_that_it_must() {
    let layout = receipt::lay_out(&samples::receipt());
    assert_eq!(layout.pages(), 1);
    assert_clear(&layout);
    assert_says(
        &receipt::render(&samples::receipt()).unwrap(),
        &[
            "Квитанция об оплате",
            "01JD8Z4M3QW7K2N5X9T6V1B0CE",
            "4 октября 2026 г., 14:27 (МСК)",
            "33016355",
            "Газ природный на отопление и приготовление пищи",
            "1 406,53 ₽",
            "1 591,03 ₽",
            "Одна тысяча пятьсот девяносто один рубль 03 копейки",
            "МИР •••• 4477",
            "628700000007",
            "096493",
            "Личный кабинет",
            "ОПЛАЧЕНО",
            "40702810100000012345",
            "сформирован и отправлен на golnara@example.org",
            "ФПД 2914837465",
        ],
    );
}

#[test]
fn another_user_of_the_account_sees_neither_card_nor_mail() {
    let receipt = Receipt {
        card: None,
        email: None,
        rrn: None,
        auth_code: None,
        payer: None,
        address: None,
        ..samples::receipt()
    };
    let text = text(&receipt::render(&receipt).unwrap());
    assert!(!text.contains("Карта") && !text.contains('@') && !text.contains("Плательщик"));
}

#[test]
fn a_receipt_tells_moscow_time_and_the_time_of_a_far_town() {
    let mut receipt = samples::receipt();
    receipt.company.utc_offset = 7;
    receipt.paid_at = moment("2026-10-04T18:30:00Z");
    assert_says(
        &receipt::render(&receipt).unwrap(),
        &["4 октября 2026 г., 21:30 (МСК), местное время 5 октября 2026 г., 01:30"],
    );
}

#[test]
fn each_state_of_money_and_of_the_fiscal_receipt_is_told() {
    let at: DateTime<Utc> = moment("2026-10-05T09:00:00Z");
    let refunded = Receipt { status: Status::Refunded { at }, fiscal: Fiscal::Pending, ..samples::receipt() };
    assert_says(
        &receipt::render(&refunded).unwrap(),
        &["ВОЗВРАТ", "Деньги возвращены 5 октября 2026 г., 12:00", "формируется"],
    );
    let failed = Receipt { fiscal: Fiscal::Failed, ..samples::receipt() };
    assert_says(&receipt::render(&failed).unwrap(), &["не сформирован"]);
}

#[test]
fn the_file_says_it_is_archival_accessible_and_russian() {
    for pdf in [bill::render(&samples::bill()).unwrap(), receipt::render(&samples::receipt()).unwrap()] {
        let document = Document::load_mem(&pdf).expect("a PDF that can be read");
        let catalog = document.catalog().expect("a catalogue");
        assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"ru");
        for key in [&b"StructTreeRoot"[..], b"Outlines", b"MarkInfo", b"OutputIntents"] {
            assert!(catalog.has(key), "{}", String::from_utf8_lossy(key));
        }
        let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).expect("metadata");
        let stream = document.get_object(metadata).and_then(Object::as_stream).expect("a stream");
        let xmp = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let xmp = String::from_utf8_lossy(&xmp);
        assert!(
            xmp.contains("pdfaid:part>2<")
                && xmp.contains("pdfaid:conformance>A<")
                && xmp.contains("pdfuaid:part>1<"),
            "{xmp}"
        );
    }
}

#[test]
fn the_code_is_written_to_the_file_once() {
    let document =
        Document::load_mem(&bill::render(&samples::bill()).unwrap()).expect("a PDF that can be read");
    let forms = document.objects.values().filter_map(|object| object.as_stream().ok());
    let forms = forms.filter(|stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
    });
    assert_eq!(forms.count(), 1);
}
