//! Functions called when an object has been stored, as the template's triggers say.

use crate::failures::{Failures, deliver};
use crate::files::Created;
use crate::functions::Functions;
use crate::stop::Stop;
use crate::template::ObjectTrigger;
use chrono::Utc;
use tokio::sync::mpsc::UnboundedReceiver;

/// Delivers stored objects until the cloud ends; each on its own, as the cloud does.
pub async fn watch(
    created: &mut UnboundedReceiver<Created>,
    triggers: &[ObjectTrigger],
    functions: Functions,
    failures: Failures,
    stop: Stop,
) {
    loop {
        let object = tokio::select! {
            () = stop.clone().told() => return,
            object = created.recv() => match object {
                Some(object) => object,
                None => return,
            },
        };
        for trigger in triggers.iter().filter(|trigger| wants(trigger, &object)) {
            let (functions, failures) = (functions.clone(), failures.clone());
            let (trigger, event) = (trigger.clone(), object.event(Utc::now()));
            tokio::spawn(async move {
                // The list of given-up events says what failed; there is nobody else to tell.
                let _ = deliver(&functions, &failures, &trigger.function, trigger.retries, event).await;
            });
        }
    }
}

fn wants(trigger: &ObjectTrigger, object: &Created) -> bool {
    trigger.bucket == object.bucket
        && object.key.starts_with(&trigger.prefix)
        && object.key.ends_with(&trigger.suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_buckets_packets_call_the_function() {
        let trigger = ObjectTrigger {
            bucket: "exchange".to_owned(),
            function: "import-packet".to_owned(),
            prefix: String::new(),
            suffix: ".zip".to_owned(),
            retries: 2,
        };
        let object =
            |bucket: &str, key: &str| Created { bucket: bucket.to_owned(), key: key.to_owned(), size: 1 };
        assert!(wants(&trigger, &object("exchange", "sever/in/1.zip")));
        assert!(!wants(&trigger, &object("exchange", "sever/out/1.ack.json")));
        assert!(!wants(&trigger, &object("documents", "sever/in/1.zip")));
    }
}
