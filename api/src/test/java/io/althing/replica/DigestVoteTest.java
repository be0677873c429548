package io.althing.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.NodeId;
import io.althing.registry.Sha256;
import io.althing.replica.DigestVote.Verdict;
import io.althing.store.DigestMark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DigestVoteTest {
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final NodeId D = new NodeId("d");

    private static DigestMark mark(long index, String fill) {
        return new DigestMark(index, new Sha256(fill.repeat(64)));
    }

    private static Verdict judge(int voters, DigestMark own, Map<NodeId, List<DigestMark>> others) {
        return new DigestVote(voters, true, List.of(mark(256, "0"), own)).judge(others);
    }

    @Test
    void replicas_that_are_equal_at_the_same_index_agree() {
        var others = Map.of(B, List.of(mark(256, "0"), mark(300, "a")), C, List.of(mark(256, "0"), mark(301, "b")));
        assertThat(judge(3, mark(300, "a"), others)).isEqualTo(new Verdict.Agreed(Set.of(B)));
    }

    @Test
    void a_replica_that_a_majority_contradicts_is_outvoted() {
        var others = Map.of(B, List.of(mark(300, "a")), C, List.of(mark(256, "0"), mark(300, "a")));
        assertThat(judge(3, mark(300, "f"), others)).isInstanceOfSatisfying(Verdict.Outvoted.class,
                outvoted -> assertThat(outvoted.detail()).contains("index 300").contains("b and c"));
    }

    @Test
    void also_if_the_others_are_compared_at_an_older_index_only() {
        var others = Map.of(B, List.of(mark(256, "1"), mark(310, "a")), C, List.of(mark(256, "1")));
        assertThat(judge(3, mark(300, "f"), others)).isInstanceOf(Verdict.Outvoted.class);
    }

    @Test
    void the_majority_goes_on_and_names_who_is_odd() {
        var others = Map.of(B, List.of(mark(300, "a")), C, List.of(mark(300, "f")));
        assertThat(judge(3, mark(300, "a"), others)).isEqualTo(new Verdict.OthersDiffer(Set.of(C)));
    }

    @Test
    void without_a_majority_nobody_knows() {
        assertThat(judge(3, mark(300, "a"), Map.of(B, List.of(mark(300, "f")))))
                .isInstanceOf(Verdict.Undecided.class);
        var threeWays = Map.of(B, List.of(mark(300, "b")), C, List.of(mark(300, "c")));
        assertThat(judge(3, mark(300, "a"), threeWays)).isInstanceOf(Verdict.Undecided.class);
        var twoAndTwo = Map.of(B, List.of(mark(300, "a")), C, List.of(mark(300, "f")), D, List.of(mark(300, "f")));
        assertThat(judge(4, mark(300, "a"), twoAndTwo)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void nobody_to_compare_with_is_no_disagreement() {
        assertThat(judge(3, mark(300, "a"), Map.of())).isEqualTo(new Verdict.Agreed(Set.of()));
        assertThat(judge(3, mark(300, "a"), Map.of(B, List.of(mark(299, "f")))))
                .isEqualTo(new Verdict.Agreed(Set.of()));
    }

    @Test
    void a_learner_is_outvoted_but_does_not_make_a_majority() {
        var learner = new DigestVote(3, false, List.of(mark(300, "a")));
        assertThat(learner.judge(Map.of(B, List.of(mark(300, "a")), C, List.of(mark(300, "f")))))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(learner.judge(Map.of(B, List.of(mark(300, "f")), C, List.of(mark(300, "f")))))
                .isInstanceOf(Verdict.Outvoted.class);
    }

    @Test
    void digests_travel_as_json() {
        var digests = new Digests(B, List.of(mark(256, "0"), mark(300, "a")));
        assertThat(Digests.parse(io.althing.audit.CanonicalJson.write(digests.json()))).contains(digests);
        assertThat(Digests.parse("<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEmpty();
    }
}
