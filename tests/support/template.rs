//! template.yaml as JSON, and the few questions that tests ask of it.

use local_cloud::template::yaml;
use serde_json::Value;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| yaml::parse(&super::read("template.yaml")).expect("template.yaml is YAML"));

/// The whole template, every short tag in its long form.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Id and properties of every resource of a type.
pub fn resources(kind: &str) -> Vec<(&'static str, &'static Value)> {
    let all = DOCUMENT["Resources"].as_object().expect("resources");
    let ours = all.iter().filter(|(_, resource)| resource["Type"] == kind);
    ours.map(|(id, resource)| (id.as_str(), &resource["Properties"])).collect()
}

/// The properties of a resource, whatever its type.
pub fn properties(id: &str) -> &'static Value {
    &DOCUMENT["Resources"][id]["Properties"]
}

/// The type of a resource.
pub fn kind(id: &str) -> &'static str {
    DOCUMENT["Resources"][id]["Type"].as_str().unwrap_or_default()
}

/// Every function of the stack.
pub fn functions() -> Vec<Function> {
    let all = resources("AWS::Serverless::Function").into_iter();
    all.map(|(id, properties)| Function { id, properties }).collect()
}

/// A function as the template describes it.
#[derive(Clone, Copy)]
pub struct Function {
    pub id: &'static str,
    pub properties: &'static Value,
}

impl Function {
    /// The program that is built for it, which is also the crate's name.
    pub fn binary(&self) -> &'static str {
        let metadata = &DOCUMENT["Resources"][self.id]["Metadata"];
        metadata["BuildProperties"]["Binary"].as_str().unwrap_or_default()
    }

    /// Its events, except the routes.
    pub fn triggers(&self) -> Vec<&'static Value> {
        self.events().filter(|event| event["Type"] != "HttpApi").collect()
    }

    /// Method in upper case and path of each of its routes.
    pub fn routes(&self) -> Vec<(String, &'static str)> {
        let routes = self.events().filter(|event| event["Type"] == "HttpApi");
        let text = |event: &'static Value, name: &str| event["Properties"][name].as_str().expect("a route");
        routes.map(|event| (text(event, "Method").to_uppercase(), text(event, "Path"))).collect()
    }

    /// Statements of its role.
    pub fn statements(&self) -> Vec<&'static Value> {
        let role = referred(&self.properties["Role"])
            .unwrap_or_else(|| panic!("{} has no role of its own", self.id));
        let policies = properties(role)["Policies"].as_array().into_iter().flatten();
        policies.flat_map(|policy| list(&policy["PolicyDocument"]["Statement"])).collect()
    }

    fn events(&self) -> impl Iterator<Item = &'static Value> + use<> {
        self.properties["Events"].as_object().into_iter().flatten().map(|(_, event)| event)
    }
}

/// The resource that `Ref` or `Fn::GetAtt` names.
pub fn referred(value: &'static Value) -> Option<&'static str> {
    value["Ref"].as_str().or_else(|| value["Fn::GetAtt"][0].as_str())
}

/// A value that may be one or many, as policies allow.
pub fn list(value: &'static Value) -> Vec<&'static Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}
