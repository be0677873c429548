package io.althing.audit;

import static io.althing.audit.Keys.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrustPolicyTest {
    private static final TrustPolicy LOG_ALONE = new TrustPolicy(
            List.of(new TrustPolicy.LogKey(Keys.LOG.key(), Optional.empty())), Map.of(), Optional.empty());

    private static String verdict(TrustPolicy policy, byte[] note) {
        return switch (new TrustCheck(policy).evaluate(note)) {
            case Trust.Trusted trusted -> "trusted "
                    + trusted.cosignatures().stream().map(Trust.Cosignature::witness).sorted().toList();
            case Trust.Untrusted untrusted -> untrusted.reason();
        };
    }

    @Test
    void the_published_policies_read_and_write() {
        assertThat(Keys.twoOfThree().text()).isEqualTo(Keys.NOTES.get("policy_2_of_3").asText());
        byte[] withUrls = note("policy_2_of_3_with_urls");
        TrustPolicy policy = TrustPolicy.parse(withUrls);
        assertThat(policy.text()).startsWith("log audit.althing.example/log").contains("https://eu.witness");
        assertThat(TrustPolicy.parse(Keys.utf8(policy.text()))).isEqualTo(policy);
    }

    @Test
    void a_policy_of_regions_is_the_published_one_and_explains_its_quorum() {
        Map<String, TrustPolicy.Witness> regions = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            regions.put(List.of("eu", "us", "ap").get(i),
                    new TrustPolicy.Witness(Keys.REGIONS.get(i).key(), Optional.empty()));
        }
        TrustPolicy policy = TrustPolicy.ofRegions(new TrustPolicy.LogKey(Keys.LOG.key(), Optional.empty()), regions,
                Quorum.of(3, 0));
        assertThat(policy).isEqualTo(Keys.twoOfThree());
        String explained = policy.text(Quorum.of(3, 0));
        assertThat(explained).startsWith("# 2 of 3 cosigners must agree: 2k > n + f with n = 3, f = 0, k = 2");
        assertThat(TrustPolicy.parse(Keys.utf8(explained))).isEqualTo(policy);
    }

    @Test
    void quorums_are_those_of_two_k_above_n_plus_f() {
        int[][] table = {{3, 0, 2, 1}, {3, 2, 3, 0}, {4, 1, 3, 1}, {5, 0, 3, 2}, {5, 2, 4, 1}, {7, 2, 5, 2},
                {1, 0, 1, 0}};
        for (int[] row : table) {
            Quorum quorum = Quorum.of(row[0], row[1]);
            assertThat(quorum.needed()).isEqualTo(row[2]);
            assertThat(quorum.mayBeDown()).isEqualTo(row[3]);
        }
        assertThatThrownBy(() -> new Quorum(4, 1, 2)).hasMessageContaining("2k > n + f");
        assertThatThrownBy(() -> Quorum.of(3, 3)).hasMessageContaining("0 to 2 may lie");
    }

    @Test
    void checkpoints_are_trusted_by_log_and_quorum() {
        assertThat(verdict(Keys.twoOfThree(), note("cosigned_checkpoint_2_of_3"))).isEqualTo("trusted [eu, us]");
        assertThat(verdict(Keys.twoOfThree(), note("cosigned_checkpoint_all"))).isEqualTo("trusted [ap, eu, us]");
        assertThat(verdict(Keys.twoOfThree(), note("signed_checkpoint")))
                .isEqualTo("the quorum 'regions' is not met: cosigned by none; needs 2 of eu, us, ap");
        assertThat(verdict(LOG_ALONE, note("signed_checkpoint"))).isEqualTo("trusted []");
        for (JsonNode accepted : Vectors.ALL.get("must_accept_notes")) {
            assertThat(verdict(LOG_ALONE, Keys.utf8(accepted.get("text").asText()))).as(accepted.get("why").asText())
                    .startsWith("trusted");
        }
    }

    @Test
    void an_equivocating_log_finds_no_quorum_for_its_fork() {
        byte[] fork = Keys.utf8(Keys.NOTES.at("/equivocating_checkpoint/text").asText());
        assertThat(verdict(LOG_ALONE, fork)).isEqualTo("trusted []");
        assertThat(verdict(Keys.twoOfThree(), fork)).contains("not met: cosigned by ap; needs 2");
        Checkpoint forked = new TrustCheck(LOG_ALONE).read(fork);
        Checkpoint honest = new TrustCheck(LOG_ALONE).read(note("signed_checkpoint"));
        assertThat(forked.head().size()).isEqualTo(honest.head().size());
        assertThat(forked.head().root()).isEqualTo(Vectors.hash(Vectors.ALL.get("fork"), "root_1000_forked"));
    }

    @Test
    void false_notes_are_refused_for_the_right_reason() {
        List<String> reasons = List.of("signature of the log", "signature of the log", "not signed by the key",
                "no blank line", "line feed", "em dash", "without leading zeros", "32 bytes, not 31",
                "cosignature of eu is false", "cosignature of eu is false");
        JsonNode cases = Vectors.ALL.at("/must_reject/notes");
        assertThat(cases).hasSameSizeAs(reasons);
        for (int i = 0; i < reasons.size(); i++) {
            JsonNode bad = cases.get(i);
            TrustPolicy policy = bad.has("quorum") ? Keys.twoOfThree() : LOG_ALONE;
            assertThat(verdict(policy, Keys.utf8(bad.get("text").asText()))).as(bad.get("why").asText())
                    .contains(reasons.get(i));
        }
    }

    @Test
    void cosignatures_from_the_future_do_not_count() {
        TrustCheck early = new TrustCheck(Keys.twoOfThree(), Instant.ofEpochSecond(1_767_225_600));
        assertThat(early.evaluate(note("cosigned_checkpoint_all"))).isInstanceOfSatisfying(Trust.Untrusted.class,
                untrusted -> assertThat(untrusted.reason()).contains("cosigned by eu;"));
    }

    @Test
    void groups_of_groups_count() {
        String keys = Keys.twoOfThree().text().lines().filter(line -> !line.matches("(group|quorum).*"))
                .reduce("", (all, line) -> all + line + "\n");
        TrustPolicy nested = TrustPolicy.parse(Keys.utf8("# comment\n\n" + keys
                + "group atlantic any eu us\n\tgroup  world all atlantic ap \nquorum world\n"));
        assertThat(verdict(nested, note("cosigned_checkpoint_all"))).startsWith("trusted");
        assertThat(verdict(nested, note("cosigned_checkpoint_2_of_3"))).contains("not met");
        TrustPolicy one = TrustPolicy.parse(Keys.utf8(keys + "quorum us\n"));
        assertThat(verdict(one, note("cosigned_checkpoint_2_of_3"))).startsWith("trusted");
    }

    @Test
    void policies_that_break_the_format_are_refused_with_line_and_rule() {
        String good = Keys.twoOfThree().text();
        refused(good.replace("quorum regions\n", ""), "no quorum line");
        refused(good + "quorum none\n", "line 7: a second quorum");
        refused(good.replace("quorum regions", "quorum region"), "line 6: 'region' is not defined");
        refused(good.replace("regions 2", "regions 4"), "the threshold is 1 to 3, not 4");
        refused(good.replace("regions 2", "regions 0"), "line 5: '0' is not any, all or a number");
        refused(good.replace("us ap", "us us"), "'us' is a member twice");
        refused(good.replace("eu us ap", "eu us ab"), "'ab' is not defined before it");
        refused(good.replace("witness us", "witness eu"), "line 3: 'eu' is defined twice");
        refused(good.replace("witness us", "witness none"), "line 3: the name 'none' is taken");
        refused(good + "mirror x\n", "line 7: 'mirror' is not log, witness, group or quorum");
        refused(good.trim(), "line feed");
        refused(good + "\r\n", "line 7: control character");
        refused(good.replaceFirst("log .*\n", "log " + Keys.REGIONS.getFirst().key() + "\n"), "is not of type ED25519");
        refused(good.lines().findFirst().orElseThrow() + "\n" + good, "occurs twice");
        refused("witness x\nquorum none\n", "line 1: not of the form witness <name> <vkey> [<url>]");
    }

    private static void refused(String policy, String rule) {
        assertThatThrownBy(() -> TrustPolicy.parse(Keys.utf8(policy))).isInstanceOf(MalformedException.class)
                .hasMessageContaining(rule);
    }
}
