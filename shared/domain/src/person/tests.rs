use super::*;

#[test]
fn names_of_real_people_pass_as_r_164_asks() {
    for name in
        ["Иванов", "Салтыков-Щедрин", "О'Нил", "Д’Артаньян", "Мамед оглы", "Ёлкина", "Müller", "Йоргенсен"]
    {
        assert_eq!(clean_name(name), Ok(Some(name.to_owned())), "{name}");
    }
    assert_eq!(clean_name("  Анна   Мария "), Ok(Some("Анна Мария".to_owned())));
}

#[test]
fn an_empty_name_is_no_name() {
    for empty in ["", "   "] {
        assert_eq!(clean_name(empty), Ok(None));
    }
}

#[test]
fn what_is_no_name_is_refused() {
    for bad in ["Иванов2", "<b>", "Иван\nИванов", "-", "😀", "4200000000000000", "a@b.ru", "Иван\u{202e}ов"]
    {
        assert_eq!(clean_name(bad), Err(NameError::NotAName), "{bad:?}");
    }
}

#[test]
fn sixty_characters_fit_and_one_more_does_not() {
    assert!(clean_name(&"я".repeat(MAX_NAME)).is_ok());
    assert_eq!(clean_name(&"я".repeat(MAX_NAME + 1)), Err(NameError::TooLong));
}
