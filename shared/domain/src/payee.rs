//! Who receives the money. A company may have a service paid to another legal entity; a payment order has one recipient,
//! so a payment has one payee (payments §1, §3.2).

use crate::{Company, Payee, PaymentLine};
use serde::{Deserialize, Serialize};

/// The company itself, among its payees.
pub const MAIN: &str = "main";

/// A legal entity that receives what is paid for some services in the company's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPayee {
    /// Stable within the company; never [`MAIN`].
    pub id: String,
    /// Codes of the services that are paid to it.
    pub services: Vec<String>,
    #[serde(flatten)]
    pub details: Payee,
}

/// The payee of one payment, with the details as they were when it was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidTo {
    pub id: String,
    #[serde(flatten)]
    pub details: Payee,
}

/// The lines are paid to more than one legal entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeveralPayees;

impl PaidTo {
    pub fn is_main(&self) -> bool {
        self.id == MAIN
    }
}

impl Company {
    /// Whom a service is paid to.
    pub fn payee_of(&self, service: &str) -> PaidTo {
        let other = self.payees.iter().find(|payee| payee.services.iter().any(|code| code == service));
        match other {
            Some(other) => PaidTo { id: other.id.clone(), details: other.details.clone() },
            None => PaidTo { id: MAIN.to_owned(), details: self.payee.clone() },
        }
    }

    /// The one payee of all these lines.
    pub fn payee_of_all(&self, lines: &[PaymentLine]) -> Result<PaidTo, SeveralPayees> {
        let mut payees = lines.iter().map(|line| self.payee_of(&line.service));
        let first = payees.next().unwrap_or_else(|| self.payee_of(""));
        if payees.all(|payee| payee.id == first.id) { Ok(first) } else { Err(SeveralPayees) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kopecks, fixtures::company};

    fn two_payees() -> Company {
        let details = Payee { name: "ООО «Сервис»".into(), ..company().payee };
        let other = OtherPayee { id: "service".into(), services: vec!["to".into()], details };
        Company { payees: vec![other], ..company() }
    }

    fn line(service: &str) -> PaymentLine {
        PaymentLine { service: service.into(), name: service.into(), amount: Kopecks(100) }
    }

    #[test]
    fn a_service_without_a_payee_of_its_own_is_the_companys() {
        assert!(two_payees().payee_of("gas").is_main());
        assert_eq!(two_payees().payee_of("to").details.name, "ООО «Сервис»");
    }

    /// Payments §1: an order has one recipient.
    #[test]
    fn lines_of_several_payees_are_no_payment() {
        let company = two_payees();
        assert_eq!(company.payee_of_all(&[line("gas"), line("to")]), Err(SeveralPayees));
        assert_eq!(
            company.payee_of_all(&[line("gas"), line("penalty")]).map(|payee| payee.id),
            Ok(MAIN.into())
        );
        assert_eq!(company.payee_of_all(&[line("to")]).map(|payee| payee.id), Ok("service".into()));
    }
}
