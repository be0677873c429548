package io.althing.registry.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The least value of a rule over all ways to leave out some regions. */
final class LeaveOut {

    /** Above this many subsets the work is bounded by a lower bound instead of the exact minimum. */
    private static final long EXACT_LIMIT = 4096;

    private LeaveOut() {}

    static double least(List<ComponentWealth> regions, int out, ToDoubleFunction<List<ComponentWealth>> rule) {
        if (out < 0) {
            throw new IllegalArgumentException("untrusted regions must not be negative, was " + out);
        }
        int kept = regions.size() - out;
        if (kept <= 0) {
            return 0;
        }
        if (subsets(regions.size(), out) > EXACT_LIMIT) {
            return rule.applyAsDouble(withoutLargest(regions, kept));
        }
        return search(regions, 0, new ArrayList<>(), new Search(kept, rule));
    }

    private record Search(int kept, ToDoubleFunction<List<ComponentWealth>> rule) {}

    private static double search(List<ComponentWealth> all, int from, List<ComponentWealth> chosen, Search search) {
        if (chosen.size() == search.kept()) {
            return search.rule().applyAsDouble(chosen);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = from; i <= all.size() - (search.kept() - chosen.size()); i++) {
            chosen.add(all.get(i));
            least = Math.min(least, search(all, i + 1, chosen, search));
            chosen.remove(chosen.size() - 1);
        }
        return least;
    }

    /**
     * Component by component the smallest wealths: every subset of that size has, in each component's product and in
     * the average, at least as much.
     */
    private static List<ComponentWealth> withoutLargest(List<ComponentWealth> regions, int kept) {
        List<List<LogWealth>> columns = new ArrayList<>();
        for (int j = 0; j < ComponentWealth.SIZE; j++) {
            int component = j;
            columns.add(regions.stream().map(r -> r.components().get(component)).sorted(Comparator.naturalOrder())
                    .limit(kept).toList());
        }
        List<ComponentWealth> least = new ArrayList<>();
        for (int k = 0; k < kept; k++) {
            int row = k;
            least.add(new ComponentWealth(columns.stream().map(column -> column.get(row)).toList()));
        }
        return least;
    }

    private static long subsets(int n, int k) {
        long count = 1;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            count = count * (n - i + 1) / i;
            if (count > EXACT_LIMIT) {
                return count;
            }
        }
        return count;
    }
}
