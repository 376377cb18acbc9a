//! `/receipts`: what became of the fiscal receipts of payments and refunds.

use super::{
    access::Merchant,
    error::ApiError,
    listing::{self, Query, Row},
};
use crate::{desk::Desk, engine::Bank, options::Shop, receipt::Subject};
use axum::{
    Json,
    extract::{Path, Query as QueryString, State},
};
use serde_json::Value;
use std::sync::Arc;

type Answer = Result<Json<Value>, ApiError>;

pub async fn list(
    State(bank): State<Arc<Bank>>,
    Merchant(shop): Merchant,
    QueryString(query): QueryString<Query>,
) -> Answer {
    if let Some(status) = query.get("status")
        && !["pending", "succeeded", "canceled"].contains(&status.as_str())
    {
        return Err(ApiError::field("status", "Status is unknown"));
    }
    bank.at_desk(|desk| {
        let mut rows = Vec::new();
        for row in of_shop(desk, &shop) {
            let same = |field: &str| query.get(field).is_none_or(|wanted| row.json[field] == wanted.as_str());
            if same("payment_id")
                && same("refund_id")
                && same("status")
                && listing::in_range(&query, "created_at", Some(row.created_at))?
            {
                rows.push(row);
            }
        }
        listing::page(rows, &query).map(Json)
    })
}

pub async fn show(State(bank): State<Arc<Bank>>, Merchant(shop): Merchant, Path(id): Path<String>) -> Answer {
    bank.at_desk(|desk| {
        let found = of_shop(desk, &shop).into_iter().find(|row| row.id == id);
        found.map(|row| Json(row.json)).ok_or_else(|| ApiError::not_found("Receipt doesn't exist"))
    })
}

fn of_shop(desk: &Desk<'_>, shop: &Shop) -> Vec<Row> {
    let payments = desk.ledger.payments.values().filter(|payment| payment.shop_id == shop.shop_id);
    let of_payments = payments.filter_map(|payment| {
        let receipt = payment.receipt.as_ref()?;
        let json = receipt.to_json(Subject::Payment { id: &payment.id }, desk.now)?;
        Some(Row { id: receipt.id.clone(), created_at: payment.created_at, json })
    });
    let refunds = desk.ledger.refunds.values().filter(|refund| refund.shop_id == shop.shop_id);
    let of_refunds = refunds.filter_map(|refund| {
        let receipt = refund.receipt.as_ref()?;
        let subject = Subject::Refund { id: &refund.id, payment: &refund.payment_id };
        Some(Row {
            id: receipt.id.clone(),
            created_at: refund.created_at,
            json: receipt.to_json(subject, desk.now)?,
        })
    });
    of_payments.chain(of_refunds).collect()
}
