//! Which sphere a person is of, by the posts held (R1, T13).

use accord_kernel::Sphere;

use crate::terms::HomeSphere;

/// The sphere of somebody who holds posts in areas with these keys: both when they hold posts in both.
pub fn of_posts(keys: &[HomeSphere]) -> Sphere {
    match (keys.contains(&HomeSphere::Sales), keys.contains(&HomeSphere::AfterSales)) {
        (true, true) => Sphere::Both,
        (true, false) => Sphere::Sales,
        (false, true) => Sphere::AfterSales,
        (false, false) => Sphere::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_in_both_make_both() {
        use HomeSphere::{AfterSales, Sales};
        assert_eq!(of_posts(&[]), Sphere::None);
        assert_eq!(of_posts(&[Sales, Sales]), Sphere::Sales);
        assert_eq!(of_posts(&[AfterSales]), Sphere::AfterSales);
        assert_eq!(of_posts(&[AfterSales, Sales]), Sphere::Both);
    }
}
