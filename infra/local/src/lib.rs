//! local-cloud
