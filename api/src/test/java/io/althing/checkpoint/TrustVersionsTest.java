package io.althing.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.TrustPolicy;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrustVersionsTest {
    private static final TrustVersions FIRST = Signers.trust(List.of(Town.EU, Town.US));

    private static Map<Region, TrustPolicy.Witness> witnesses(List<Region> regions) {
        return regions.stream().collect(Collectors.toMap(region -> region,
                region -> new TrustPolicy.Witness(Signers.of(region).key(), Optional.of("https://" + region))));
    }

    private static TrustPolicy.LogKey log(NoteSigner signer) {
        return new TrustPolicy.LogKey(signer.key(), Optional.of("https://log"));
    }

    @Test
    void the_quorum_rules_out_a_fork_and_tolerates_a_liar_from_four_regions_on() {
        assertThat(List.of(1, 2, 3, 4, 5, 7)).extracting(n -> TrustVersions.quorum(n).needed())
                .containsExactly(1, 2, 2, 3, 4, 5);
        for (int n = 1; n < 20; n++) {
            var quorum = TrustVersions.quorum(n);
            assertThat(2 * quorum.needed()).isGreaterThan(n + quorum.liars());
        }
    }

    @Test
    void a_region_that_joins_makes_a_new_version_and_leaves_the_old_one_as_it_was() {
        TrustVersions more = FIRST.next(log(Signers.LOG), witnesses(Town.REGIONS));
        assertThat(more.newest()).isEqualTo(2);
        assertThat(more.text(1)).isEqualTo(FIRST.text(1));
        assertThat(more.cosigner(Town.AP)).contains(Signers.of(Town.AP).key());
        assertThat(FIRST.cosigner(Town.AP)).isEmpty();
        assertThat(more.cosigners()).hasSize(3);
        assertThat(more.needed()).isEqualTo(2);
        assertThat(more.text(2).orElseThrow()).startsWith("# Trust policy 2 of town.example/audit.")
                .contains("2 of 3 cosigners must agree");
    }

    @Test
    void a_new_log_key_is_the_only_one_in_force_and_the_old_one_may_still_be_cosigned() {
        var fresh = new NoteSigner(Signers.ORIGIN, KeyType.ED25519, new byte[32]);
        TrustVersions rotated = FIRST.next(log(fresh), witnesses(List.of(Town.EU, Town.US)));
        assertThat(rotated.inForce().logs()).extracting(TrustPolicy.LogKey::key).containsExactly(fresh.key());
        assertThat(rotated.logKeys()).containsExactlyInAnyOrder(fresh.key(), Signers.LOG.key());
    }

    @Test
    void versions_with_a_gap_or_of_another_log_are_refused() {
        var gap = new TreeMap<>(Map.of(1, FIRST.text(1).orElseThrow(), 3, FIRST.text(1).orElseThrow()));
        assertThatThrownBy(() -> new TrustVersions(Signers.ORIGIN, gap))
                .hasMessageContaining("versions must be 1 to 2");
        assertThatThrownBy(() -> new TrustVersions(Signers.ORIGIN, new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustVersions("other.example/audit", FIRST.texts()))
                .hasMessageContaining("no key of the log other.example/audit");
    }
}
