//! One of a few steps, each as big as a thumb: how well was it done, from 1 to 5.

use maud::{Markup, html};

use super::{
    control::Pick,
    icon::{Icon, icon},
};

/// A question answered by pressing one of a few big steps.
#[derive(Clone, Debug, Default)]
pub struct Scale {
    /// Name under which it is sent.
    pub name: String,
    /// The question.
    pub legend: String,
    /// The steps: the value is shown big, the label under it, and both are read out.
    pub steps: Vec<Pick>,
    /// Why it was refused; empty for none.
    pub error: String,
}

/// Shows a [`Scale`].
#[must_use]
pub fn scale(scale: &Scale) -> Markup {
    let error = format!("f-{}-error", scale.name);
    html! {
        fieldset.scale id={ "f-" (scale.name) } aria-invalid=[(!scale.error.is_empty()).then_some("true")]
            aria-describedby=[(!scale.error.is_empty()).then_some(&error)] {
            legend { (scale.legend) }
            div.scale-steps {
                @for step in &scale.steps {
                    label {
                        input type="radio" name=(scale.name) value=(step.value) checked[step.chosen];
                        strong { (step.value) }
                        small { (step.label) }
                    }
                }
            }
            @if !scale.error.is_empty() { p.error id=(error) { (icon(Icon::Warning)) (scale.error) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_a_choice_with_its_words_and_nothing_typed_is_markup() {
        let asked = Scale {
            name: "rating".into(),
            legend: "<b>How?</b>".into(),
            steps: vec![Pick::new("1", "bad", false), Pick::new("2", "good", true)],
            error: "Choose one".into(),
        };
        let page = scale(&asked).into_string();
        assert!(page.contains("&lt;b&gt;How?"));
        assert!(page.contains(r#"name="rating" value="2" checked"#));
        assert!(page.contains(r#"aria-describedby="f-rating-error""#));
    }
}
