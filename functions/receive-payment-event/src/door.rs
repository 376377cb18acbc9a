//! Who may post here: the acquirer's networks, with the token of the company's own address (security row 64).

use acquiring::hook::allowed_ip;
use domain::{Company, CompanyId};
use platform::{App, Problem, Refusal, http::Viewer, store::keys};
use subtle::ConstantTimeEq;

/// Lets the acquirer in: 403 for a foreign address, the same 404 for an unknown company and a wrong token.
pub async fn admit(app: &App, viewer: &Viewer, company: &str, token: &str) -> Result<CompanyId, Problem> {
    let networks = &app.config.hook_networks;
    let known = networks.is_empty() || viewer.ip.is_some_and(|ip| allowed_ip(ip, networks));
    if !known {
        tracing::warn!(company, "notice from a foreign address");
        return Err(Refusal::ForeignAddress.into());
    }
    let company: CompanyId = company.parse().map_err(|_| Refusal::NotFound)?;
    // Names that nobody has must not make us look for their secrets.
    let record: Option<Company> = app.store.get(&keys::accounts::company(&company)).await?;
    if record.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let shop = app.secrets.shop(&company).await?;
    if bool::from(shop.hook_token.as_bytes().ct_eq(token.as_bytes())) && !shop.hook_token.is_empty() {
        Ok(company)
    } else {
        tracing::warn!(company = company.as_str(), "notice with a wrong token");
        Err(Refusal::NotFound.into())
    }
}
