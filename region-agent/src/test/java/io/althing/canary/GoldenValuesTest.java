package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.althing.canary.Boundary.OddsRatio;
import io.althing.canary.Tuning.Onset;
import io.althing.canary.Tuning.RateBet;
import io.althing.registry.evidence.LogWealth;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenValuesTest {

    private static final Offset<Double> BILLIONTH = within(1e-9);
    private static final long[][] LOOKS = {{100, 4, 1900, 19}, {100, 3, 1900, 21}, {500, 9, 1500, 14}};

    @Test
    void gro_bets_give_the_published_evidence() {
        List<Look> looks = run(settings(Boundary.ZERO, odds("1.5"), RateBet.GRO), LOOKS);
        assertThat(looks.get(0).evidence().of("error").rollback().components()).extracting(LogWealth::toDouble)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1.5e-9 ? 0 : 1)
                .containsExactly(.302861064, .567370653, 1.005288708, 1.621386134, 2.234413537, 2.212898302,
                        -.312262036);
        assertThat(rollback(looks.get(0))).isCloseTo(1.565740816, BILLIONTH);
        assertThat(rollback(looks.get(1))).isCloseTo(2.327508021, BILLIONTH);
        assertThat(rollback(looks.get(2))).isCloseTo(3.168300998, BILLIONTH);
    }

    @Test
    void cmh_bets_give_the_published_evidence_both_ways() {
        List<Look> looks = run(settings(Boundary.ZERO, odds("1.5"), RateBet.CMH), LOOKS);
        double[][] expected = {{1.107389526, -.961891279}, {1.726283515, -1.386711645}, {2.485117442, -1.866915916}};
        for (int i = 0; i < 3; i++) {
            assertThat(rollback(looks.get(i))).isCloseTo(expected[i][0], BILLIONTH);
            assertThat(promote(looks.get(i))).isCloseTo(expected[i][1], BILLIONTH);
        }
    }

    @Test
    void cmh_bets_with_margins_give_the_published_evidence() {
        List<Look> looks = run(settings(odds("1.1"), odds("1.25"), RateBet.CMH), new long[][]{{2000, 31, 2000, 20}});
        assertThat(rollback(looks.get(0))).isCloseTo(.305424419, BILLIONTH);
        assertThat(promote(looks.get(0))).isCloseTo(-.859639215, BILLIONTH);
    }

    private static CanarySettings settings(Boundary rollback, Boundary promote, RateBet bet) {
        MetricSettings metric = MetricSettings.errorRate("error",
                new Limits(rollback, Optional.of(promote), Optional.empty()));
        return CanarySettings.of(metric).with(new Tuning(bet, Onset.AT_ONCE));
    }

    private static OddsRatio odds(String value) {
        return new OddsRatio(new BigDecimal(value));
    }

    private static List<Look> run(CanarySettings settings, long[][] looks) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        analysis.history("error", ArmCounts.rate(2000, 20));
        List<Look> closed = new ArrayList<>();
        for (long[] look : looks) {
            analysis.record(Arm.CANARY, "error", look[1], look[0]);
            analysis.record(Arm.STABLE, "error", look[3], look[2]);
            closed.add(analysis.closeLook(Instant.EPOCH));
        }
        return closed;
    }

    private static double rollback(Look look) {
        return look.evidence().of("error").rollback().mixture().toDouble();
    }

    private static double promote(Look look) {
        return look.evidence().of("error").promote().orElseThrow().mixture().toDouble();
    }
}
