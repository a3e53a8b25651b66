//! Whether a text compares us with others (R66): then only an outside comparison can back it. It hears English and
//! Portuguese, in folded text (case and accents). A program that reads words misses some; therefore a claim also says of
//! itself whether it compares.

/// Words that put us above everybody wherever they stand.
const ABOVE_ALL: &[&str] = &[
    "best",
    "number one",
    "no. 1",
    "nr. 1",
    "#1",
    "leading",
    "leader",
    "unmatched",
    "unrivalled",
    "unrivaled",
    "unparalleled",
    "unbeatable",
    "unbeaten",
    "second to none",
    "world class",
    "world-class",
    "top rated",
    "top-rated",
    "top notch",
    "top-notch",
    "highest rated",
    "highest-rated",
    "melhor",
    "melhores",
    "numero um",
    "lider",
    "lideres",
    "incomparavel",
    "imbativel",
    "insuperavel",
    "sem igual",
    "sem paralelo",
    "sem concorrencia",
    "sem concorrente",
    "nota maxima",
];
/// Courtesies and everyday phrases in which such a word compares nobody.
const COURTESY: &[&str] = &[
    "best regards",
    "best wishes",
    "best greetings",
    "all the best",
    "at best",
    "best before",
    "at your best convenience",
    "melhores cumprimentos",
    "melhores saudacoes",
    "melhores votos",
    "melhor data",
    "melhor dia",
    "melhor horario",
    "melhor momento",
    "team leader",
    "lider de equipe",
    "lider da equipe",
];
/// Those with whom one is compared.
const OTHERS: &[&str] = &[
    "industry",
    "market",
    "markets",
    "sector",
    "field",
    "world",
    "planet",
    "competition",
    "competitor",
    "competitors",
    "rival",
    "rivals",
    "setor",
    "setores",
    "mercado",
    "mercados",
    "mundo",
    "industria",
    "ramo",
    "segmento",
    "concorrencia",
    "concorrente",
    "concorrentes",
    "rivais",
];
/// Those with whom one is compared only in a comparison: "than anybody".
const ANYBODY: &[&str] = &[
    "anybody", "anyone", "others", "other", "any", "else", "qualquer", "outro", "outros", "outra", "outras",
    "todos",
];
/// Words of a highest degree that do not end as the others do.
const HIGHEST: &[&str] = &[
    "most", "least", "top", "first", "only", "unico", "unica", "maior", "maiores", "menor", "menores",
    "primeiro", "primeira", "campeao", "campea",
];
/// Words that end like a highest degree and are none.
const NO_DEGREE: &[&str] = &[
    "arrest",
    "attest",
    "conquest",
    "contest",
    "digest",
    "earnest",
    "forest",
    "guest",
    "harvest",
    "honest",
    "inquest",
    "interest",
    "invest",
    "latest",
    "manifest",
    "midwest",
    "modest",
    "northwest",
    "protest",
    "reinvest",
    "request",
    "southwest",
    "suggest",
];
/// Nobody.
const NOBODY: &[&str] =
    &["nobody", "none", "no", "neither", "never", "nothing", "ninguem", "nenhum", "nenhuma", "nunca"];
/// Degrees of a comparison.
const MORE: &[&str] = &[
    "better", "faster", "quicker", "sooner", "cheaper", "safer", "stronger", "longer", "higher", "closer",
    "more", "less", "mais", "menos", "melhor", "tao", "tanto",
];

/// How many words may lie between the degree and those with whom one is compared.
const NEAR: usize = 6;

fn is_one(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// A highest degree in English: "most", or a word that ends in -est.
fn is_highest(word: &str) -> bool {
    is_one(HIGHEST, word) || (word.len() >= 6 && word.ends_with("est") && !is_one(NO_DEGREE, word))
}

/// Whether words for which `one` holds and words for which `other` holds stand near each other.
fn near(words: &[&str], one: impl Fn(&str) -> bool, other: impl Fn(&str) -> bool) -> bool {
    let places = |of: &dyn Fn(&str) -> bool| -> Vec<usize> {
        words.iter().enumerate().filter(|(_, word)| of(word)).map(|(at, _)| at).collect()
    };
    let others = places(&other);
    places(&one).iter().any(|at| others.iter().any(|place| at != place && at.abs_diff(*place) <= NEAR))
}

/// Whether a phrase stands in a text by itself, not within a longer word.
fn stands(folded: &str, phrase: &str) -> bool {
    folded.match_indices(phrase).any(|(at, _)| {
        let before = folded.get(..at).and_then(|text| text.chars().next_back());
        let after = folded.get(at + phrase.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether a sentence sets us above or beside others.
fn compares_in(sentence: &str) -> bool {
    let words: Vec<&str> =
        sentence.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let others = |word: &str| is_one(OTHERS, word);
    let than = |word: &str| is_one(&["than", "que"], word);
    // "the fastest in the industry", "o mais rápido do setor"
    near(&words, |word| is_highest(word) || is_one(&["mais", "menos"], word), others)
        // "nobody in the industry answers …", "nenhum concorrente …"
        || near(&words, |word| is_one(NOBODY, word), others)
        // "nobody answers faster", "ninguém atende tão rápido"
        || near(&words, |word| is_one(&["nobody", "ninguem"], word), |word| is_one(MORE, word))
        // "faster than anybody", "mais rápido do que qualquer outro", "better than the competition"
        || near(&words, than, |word| others(word) || is_one(ANYBODY, word))
            && words.iter().any(|word| is_one(MORE, word) || word.ends_with("er"))
}

/// Whether a text, already folded (case and accents), compares us with others.
pub fn compares(folded: &str) -> bool {
    let said = COURTESY.iter().fold(folded.to_owned(), |text, phrase| text.replace(phrase, " "));
    ABOVE_ALL.iter().any(|phrase| stands(&said, phrase))
        || said.split(['.', '!', '?', ';', '\n']).any(compares_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r66_a_comparison_is_heard_in_both_languages_whatever_its_words() {
        for text in [
            "our help desk is the best in the industry",
            "market leader",
            "no. 1",
            "the only maker in the market",
            "o unico fabricante do setor",
            "the fastest help desk in the industry.",
            "nobody in the industry answers faster.",
            "top-rated service in our industry",
            "we have the shortest stops on the market",
            "nobody answers as soon, nobody stays longer",
            "quicker than any other maker",
            "no competitor keeps more parts",
            "the most reliable press in the world",
            "o melhor atendimento do setor",
            "o atendimento mais rapido do setor.",
            "ninguem no mercado atende tao rapido",
            "ninguem atende mais rapido",
            "nota maxima entre os clientes",
            "mais rapido do que qualquer outro fabricante",
            "a maior rede de pecas do mercado",
        ] {
            assert!(compares(text), "{text}");
        }
    }

    #[test]
    fn r66_what_speaks_of_us_and_the_customer_alone_is_no_comparison() {
        for text in [
            "nine of ten customers are satisfied",
            "we ship pressbest rollers",
            "bestow",
            "leadership course",
            "an honest request from the industry",
            "we answer within an hour, most days within ten minutes",
            "the new press is faster than your old one",
            "nobody has to wait",
            "we know your market. our engineers come at the latest on the next day",
            "entregamos mais pecas. o mercado de voces cresce",
            "ninguem precisa esperar",
            "a nova prensa e mais rapida do que a antiga",
            "the first visit is free",
            "best regards, suzie",
            "com os melhores cumprimentos",
            "qual seria a melhor data para a visita?",
            "the only open point is the foundation",
            "line no 1 feeds the others",
            "o unico ponto aberto e a fundacao",
        ] {
            assert!(!compares(text), "{text}");
        }
    }
}
