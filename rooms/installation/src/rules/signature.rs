//! A drawn signature: strokes of points, `12,30 14,32;80,7 81,9`. Small, and nothing in it can run.

/// Longest drawing.
pub const DRAWING_MAX: usize = 20_000;
/// Width of the sheet in which points lie.
pub const WIDTH: i64 = 600;
/// Its height.
pub const HEIGHT: i64 = 200;

/// The strokes of a drawing; none when it is not one.
pub fn strokes(drawing: &str) -> Option<Vec<Vec<(i64, i64)>>> {
    if drawing.len() > DRAWING_MAX {
        return None;
    }
    let point = |text: &str| {
        let (x, y) = text.split_once(',')?;
        let (x, y): (i64, i64) = (x.parse().ok()?, y.parse().ok()?);
        ((0..=WIDTH).contains(&x) && (0..=HEIGHT).contains(&y)).then_some((x, y))
    };
    let stroke = |text: &str| text.split(' ').map(point).collect::<Option<Vec<_>>>();
    let strokes = drawing.split(';').map(stroke).collect::<Option<Vec<_>>>()?;
    (strokes.iter().map(Vec::len).sum::<usize>() >= 2).then_some(strokes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_points_on_the_sheet_are_a_drawing() {
        assert_eq!(strokes("1,2 3,4;9,9"), Some(vec![vec![(1, 2), (3, 4)], vec![(9, 9)]]));
        for bad in ["", "1,2", "1,2 601,4", "1,2 3,-4", "<svg>", "1,2  3,4", "1,2;;3,4"] {
            assert_eq!(strokes(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(text in "[0-9 ,;a<]{0,60}") {
            if let Some(found) = strokes(&text) {
                let again: Vec<String> = found
                    .iter()
                    .map(|stroke| stroke.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "))
                    .collect();
                prop_assert_eq!(strokes(&again.join(";")), Some(found));
            }
        }
    }
}
