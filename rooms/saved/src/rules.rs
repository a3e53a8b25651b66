//! What a view may hold, who may keep it for whom, and which one a list opens with. Pure.

use crate::id::Sharing;

/// Longest query that is kept.
pub const QUERY_MAX: usize = 2_000;

/// Names of a query that are no part of a view: the place in the list, and how the page is shown at the moment.
fn passing(name: &str) -> bool {
    name.starts_with('_') || name == "after" || name == "limit"
}

/// What of a query is a view: what is set, in the order in which it stands.
pub fn lasting(pairs: &[(String, String)]) -> Vec<(String, String)> {
    pairs.iter().filter(|(name, value)| !passing(name) && !value.is_empty()).cloned().collect()
}

/// Whether two queries ask for the same, in whatever order their names stand.
pub fn same(a: &[(String, String)], b: &[(String, String)]) -> bool {
    let sorted = |pairs: &[(String, String)]| {
        let mut pairs = lasting(pairs);
        pairs.sort();
        pairs
    };
    sorted(a) == sorted(b)
}

/// Why a view is not kept so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What a role or the whole company gets, and what others' lists open with, is for whoever keeps the settings.
    Settings,
    /// They have no post in any area.
    NoArea,
    /// They belong to neither sphere.
    NoSphere,
    /// A role must be named.
    NoRole,
}

/// What is known of whoever keeps a view.
#[derive(Debug, Clone, Copy)]
pub struct Keeper {
    /// They may change the settings of the house.
    pub settings: bool,
    /// They have a post.
    pub area: bool,
    /// They belong to a sphere.
    pub sphere: bool,
}

/// Whether a view may be kept for these; `usual` says that their lists open with it.
///
/// # Errors
/// The fault.
pub fn may_keep(keeper: Keeper, sharing: Sharing, role: bool, usual: bool) -> Result<(), Fault> {
    let everybodys = matches!(sharing, Sharing::Role | Sharing::Company);
    if !keeper.settings && (everybodys || (usual && sharing != Sharing::Mine)) {
        return Err(Fault::Settings);
    }
    match sharing {
        Sharing::Area if !keeper.area => Err(Fault::NoArea),
        Sharing::Sphere if !keeper.sphere => Err(Fault::NoSphere),
        Sharing::Role if !role => Err(Fault::NoRole),
        _ => Ok(()),
    }
}

/// How near a sharing is to a person: a list opens with the nearest of the usual views.
pub fn nearness(sharing: Sharing) -> u8 {
    match sharing {
        Sharing::Mine => 0,
        Sharing::Area => 1,
        Sharing::Role => 2,
        Sharing::Sphere => 3,
        Sharing::Company => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_view_is_what_is_set_and_nothing_of_the_moment() {
        let asked = pairs(&[
            ("stage", "quote"),
            ("after", "x"),
            ("query", ""),
            ("_dialog", "a"),
            ("columns", "name"),
        ]);
        assert_eq!(lasting(&asked), pairs(&[("stage", "quote"), ("columns", "name")]));
        assert!(same(&asked, &pairs(&[("columns", "name"), ("stage", "quote"), ("_view", "all")])));
        assert!(!same(&asked, &pairs(&[("stage", "quote")])));
        assert!(!same(&pairs(&[("kinds", "a"), ("kinds", "a")]), &pairs(&[("kinds", "a")])));
    }

    #[test]
    fn what_others_get_unasked_is_for_whoever_keeps_the_settings() {
        let some = Keeper { settings: false, area: true, sphere: true };
        let head = Keeper { settings: true, ..some };
        for sharing in Sharing::ALL {
            let role = *sharing == Sharing::Role;
            let free = matches!(sharing, Sharing::Mine | Sharing::Area | Sharing::Sphere);
            assert_eq!(may_keep(some, *sharing, role, false).is_ok(), free, "{sharing:?}");
            assert_eq!(
                may_keep(some, *sharing, role, true).is_ok(),
                *sharing == Sharing::Mine,
                "{sharing:?}"
            );
            assert_eq!(may_keep(head, *sharing, role, true), Ok(()));
        }
        let lone = Keeper { settings: true, area: false, sphere: false };
        assert_eq!(may_keep(lone, Sharing::Area, false, false), Err(Fault::NoArea));
        assert_eq!(may_keep(lone, Sharing::Sphere, false, false), Err(Fault::NoSphere));
        assert_eq!(may_keep(lone, Sharing::Role, false, false), Err(Fault::NoRole));
    }
}
