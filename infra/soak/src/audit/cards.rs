//! Linkings of cards, each against the bank's own: each has ended, and nobody can charge a card that its owner does not
//! see as linked.

use super::{
    judge::{Finding, Trouble, group},
    tables::Tables,
};
use bank::MethodStatus;
use domain::{BindingState, card::Binding};
use std::collections::BTreeMap;

pub(super) fn judge(tables: &Tables, methods: &[bank::Method]) -> Vec<Finding> {
    let theirs = group(methods, |method| {
        method.metadata.get("bind_id").and_then(|id| id.as_str()).unwrap_or_default().to_owned()
    });
    let mut findings = Vec::new();
    for binding in &tables.bindings {
        let id = binding.id.to_string();
        let theirs = theirs.get(&id).map_or(&[][..], Vec::as_slice);
        let active = theirs.iter().filter(|method| method.status == MethodStatus::Active).count();
        let trouble = match binding.state {
            BindingState::Created | BindingState::Submitting | BindingState::Pending => {
                Some((Trouble::Stuck, "привязка не закончена"))
            }
            BindingState::Active if active > 1 => Some((Trouble::Doubled, "карта привязана дважды")),
            BindingState::Active => None,
            BindingState::Inactive | BindingState::Failed if active > 0 => {
                Some((Trouble::Lost, "банк привязал карту, у нас её нет"))
            }
            BindingState::Inactive | BindingState::Failed => None,
        };
        let Some((trouble, why)) = trouble else { continue };
        let story = story(binding, theirs);
        findings.push(Finding { payment: id, trouble, why: why.to_owned(), story });
    }
    findings
}

/// How often each end came.
pub(super) fn ends(tables: &Tables) -> BTreeMap<&'static str, u64> {
    let mut ends = BTreeMap::new();
    for binding in &tables.bindings {
        *ends.entry(name(binding.state)).or_default() += 1;
    }
    ends
}

fn name(state: BindingState) -> &'static str {
    match state {
        BindingState::Created => "создана",
        BindingState::Submitting => "отправляется",
        BindingState::Pending => "ждёт владельца карты",
        BindingState::Active => "привязана",
        BindingState::Inactive => "не привязана",
        BindingState::Failed => "не принята банком",
    }
}

fn story(binding: &Binding, theirs: &[&bank::Method]) -> String {
    let ours = format!(
        "  у нас   {} · {} · отправлена {} раз\n",
        binding.created_at.format("%d.%m %H:%M:%S%.3f"),
        name(binding.state),
        binding.sends
    );
    let theirs = theirs.iter().map(|method| {
        format!("  в банке {} · {:?}\n", method.created_at.format("%d.%m %H:%M:%S%.3f"), method.status)
    });
    std::iter::once(ours).chain(theirs).collect()
}
