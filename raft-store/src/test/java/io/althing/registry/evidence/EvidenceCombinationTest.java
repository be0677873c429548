package io.althing.registry.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EvidenceCombinationTest {

    private static final Offset<Double> BILLIONTH = within(1e-9);

    private static final List<ComponentWealth> THREE = List.of(components(j -> 0.1 * j - 0.2),
            components(j -> 0.5 - 0.1 * j), components(j -> 0.3));

    @Test
    void three_regions_combine_to_the_published_figures() {
        assertThat(value(EvidenceCombination.average(THREE))).isCloseTo(1.234822651, BILLIONTH);
        assertThat(value(EvidenceCombination.flooredProduct(THREE))).isCloseTo(1.381854432, BILLIONTH);
        assertThat(value(EvidenceCombination.rollback(THREE, Dependence.INDEPENDENT))).isCloseTo(1.308338541,
                BILLIONTH);
    }

    @Test
    void the_adjuster_gives_the_published_figures() {
        assertThat(value(EvidenceCombination.adjusted(LogWealth.of(Math.log(20))))).isCloseTo(1.783322181,
                within(2e-9));
        assertThat(value(EvidenceCombination.adjusted(LogWealth.of(Math.log(100))))).isCloseTo(4.45099226,
                within(5e-9));
        assertThat(value(EvidenceCombination.adjusted(LogWealth.ONE))).isCloseTo(0.5, BILLIONTH);
        assertThat(EvidenceCombination.adjusted(LogWealth.of(1e6)).toDouble()).isCloseTo(1e6 - 2 * Math.log(1e6),
                within(1e-6));
    }

    @Test
    void shared_units_allow_the_average_only() {
        assertThat(EvidenceCombination.rollback(THREE, Dependence.SHARED))
                .isEqualTo(EvidenceCombination.average(THREE));
    }

    @Test
    void a_region_that_sends_nothing_vetoes_nothing() {
        List<ComponentWealth> regions = new ArrayList<>(Collections.nCopies(4, components(j -> 3)));
        regions.add(new ComponentWealth(Collections.nCopies(7, LogWealth.NOTHING)));
        assertThat(value(EvidenceCombination.rollback(regions, Dependence.INDEPENDENT))).isGreaterThan(20);
    }

    @Test
    void one_lying_region_cannot_convict_when_one_is_untrusted() {
        List<ComponentWealth> regions = new ArrayList<>(Collections.nCopies(4, ComponentWealth.NONE));
        regions.add(components(j -> Math.log(1e6)));
        assertThat(value(EvidenceCombination.rollback(regions, Dependence.INDEPENDENT, 0))).isGreaterThan(1e5);
        assertThat(EvidenceCombination.rollback(regions, Dependence.INDEPENDENT, 1)).isEqualTo(LogWealth.ONE);
    }

    @Test
    void nobody_left_is_no_evidence() {
        assertThat(EvidenceCombination.rollback(THREE, Dependence.INDEPENDENT, 3)).isEqualTo(LogWealth.ONE);
        assertThat(EvidenceCombination.rollback(List.of(), Dependence.INDEPENDENT)).isEqualTo(LogWealth.ONE);
        assertThat(EvidenceCombination.promote(List.of(), 0)).isEqualTo(LogWealth.ONE);
    }

    @Test
    void very_many_untrusted_regions_are_bounded_from_below_not_enumerated() {
        List<ComponentWealth> sixty = IntStream.range(0, 60).mapToObj(k -> components(j -> (k % 7) * 0.1 + 0.05 * j))
                .toList();
        double bound = EvidenceCombination.rollback(sixty, Dependence.INDEPENDENT, 20).toDouble();
        double lowest = EvidenceCombination.rollback(sixty.stream()
                .sorted((a, b) -> a.mixture().compareTo(b.mixture())).limit(40).toList(), Dependence.INDEPENDENT)
                .toDouble();
        assertThat(bound).isLessThanOrEqualTo(lowest);
    }

    @Test
    void promotion_takes_the_weakest_region_after_the_dropped_ones() {
        List<LogWealth> regions = List.of(LogWealth.of(5), LogWealth.of(1), LogWealth.of(3));
        assertThat(EvidenceCombination.promote(regions, 0)).isEqualTo(LogWealth.of(1));
        assertThat(EvidenceCombination.promote(regions, 1)).isEqualTo(LogWealth.of(3));
    }

    @Test
    void weights_are_shares_of_alpha() {
        LogWealth twenty = LogWealth.of(Math.log(20));
        assertThat(value(EvidenceCombination.weighted(List.of(twenty, LogWealth.NOTHING), List.of(1L, 3L))))
                .isCloseTo(5, within(1e-8));
        assertThat(EvidenceCombination.weighted(List.of(twenty), List.of(0L))).isEqualTo(LogWealth.ONE);
        assertThatThrownBy(() -> EvidenceCombination.weighted(List.of(twenty), List.of()))
                .hasMessageContaining("one weight");
    }

    @Test
    void discoveries_follow_e_bh() {
        List<LogWealth> evidences = IntStream.of(100, 1, 25, 30).mapToObj(e -> LogWealth.of(Math.log(e))).toList();
        assertThat(EvidenceCombination.discoveries(evidences, 100_000)).containsExactly(0, 2, 3);
        assertThat(EvidenceCombination.discoveries(evidences, 1_000)).isEmpty();
    }

    @Test
    void log_wealth_saturates_and_keeps_nothing_apart() {
        assertThat(LogWealth.of(Double.NEGATIVE_INFINITY)).isEqualTo(LogWealth.NOTHING);
        assertThat(LogWealth.NOTHING.toDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LogWealth.of(1e300).nanoNats()).isEqualTo(Long.MAX_VALUE);
        assertThat(value(LogWealth.bound(10_000))).isCloseTo(100, within(1e-7));
        assertThatThrownBy(() -> LogWealth.of(Double.NaN)).hasMessageContaining("not a number");
    }

    private static ComponentWealth components(IntToDoubleFunction log) {
        return new ComponentWealth(IntStream.range(0, 7).mapToObj(j -> LogWealth.of(log.applyAsDouble(j))).toList());
    }

    private static double value(LogWealth wealth) {
        return Math.exp(wealth.toDouble());
    }
}
