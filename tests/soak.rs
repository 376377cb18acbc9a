//! A small soak, as people run it: the command itself, its table and its exit code. The real functions in a process
//! that is killed, over a bank that fails in three calls of ten (security rows 61–63, 65–69). Ten thousand payments:
//! `cargo run --release -- soak`.

use std::process::Command;

/// The number at the end of the table's line that begins with this.
#[track_caller]
fn figure(table: &str, name: &str) -> u64 {
    let line = table.lines().find(|line| line.trim_start().starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().last());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no figure «{name}» in\n{table}"))
}

#[test]
fn sixty_payments_under_faults_and_kills_are_neither_doubled_nor_lost_nor_stuck() {
    let run = Command::new(env!("CARGO_BIN_EXE_local"))
        .args(["soak", "--payments", "60", "--faults", "30", "--kills", "2"])
        .args(["--clients", "20", "--pace", "60", "--recovers", "0", "--seed", "3"])
        .output()
        .expect("the program runs");
    let table = String::from_utf8_lossy(&run.stdout);
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{table}\n{told}");
    for trouble in ["Удвоено", "Потеряно", "Застряло", "Зачислено без списания", "Учёт противоречит себе"]
    {
        assert_eq!(figure(&table, trouble), 0, "{table}");
    }
    // The run was what it says: people paid, the bank failed, the process died.
    assert!(figure(&table, "Попыток заплатить") >= 60, "{table}");
    assert!(figure(&table, "Зачислено нами") >= 10, "{table}");
    assert!(figure(&table, "Кодов введено") > 0 && figure(&table, "Возвратов у нас") > 0, "{table}");
    assert_eq!(figure(&table, "Процесс функций убит"), 2, "{table}");
    for fault in ["Платёж создан, но ответ 500", "Уведомление потеряно", "Сумма на рубль больше"]
    {
        assert!(figure(&table, fault) > 0, "{table}");
    }
}
