package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.NoteKey;
import io.althing.checkpoint.TrustVersions;
import io.althing.node.TrustChange.Step;
import io.althing.registry.Genesis;
import io.althing.registry.Region;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditKeysTest {
    private static final Region US = new Region("us-east");
    private static final Region AP = new Region("ap-south");

    private final Path home;

    AuditKeysTest(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void cluster() throws Exception {
        GenesisFiles.create("demo", "althing.io/demo",
                List.of("n1.us-east@127.0.0.1:7702", "n2.eu-west@127.0.0.1:7712")).write(home);
    }

    private AuditKeys keys(String cosigner) throws Exception {
        Path file = Files.writeString(home.resolve("node.yaml"), """
                node: n1
                region: us-east
                genesis: genesis.json
                data: data
                tokens: tokens.json
                raft: {listen: "127.0.0.1:7702"}
                api: {host: 127.0.0.1, port: 7700}
                audit: {log: keys/log.key, cosigner: keys/%s.key}
                """.formatted(cosigner));
        Genesis genesis = GenesisFiles.read(home.resolve("genesis.json"));
        return AuditKeys.read(NodeConfig.read(file), genesis);
    }

    @Test
    void the_keys_that_cluster_init_made_fit() throws Exception {
        AuditKeys keys = keys("us-east.cosigner");
        assertThat(keys.trust().logKeys()).containsExactly(keys.log().key());
        assertThat(keys.trust().cosigner(US)).isEqualTo(keys.cosigner().map(signer -> signer.key()));
        assertThat(keys.cosigner().orElseThrow().key().name()).isEqualTo("althing.io/demo/us-east");
    }

    @Test
    void another_clusters_log_key_is_refused_with_both_keys_named() throws Exception {
        Path key = home.resolve("keys/log.key");
        Files.delete(key);
        KeyFiles.write(key, KeyFiles.generate());
        assertThatThrownBy(() -> keys("us-east.cosigner")).isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("keys/log.key").hasMessageContaining("althing.io/demo+");
    }

    @Test
    void another_regions_cosigning_key_is_refused() {
        assertThatThrownBy(() -> keys("eu-west.cosigner")).isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("not that of region us-east");
    }

    @Test
    void a_policy_that_does_not_begin_with_the_log_key_of_genesis_is_refused() throws Exception {
        Path stranger = home.resolve("stranger");
        GenesisFiles.create("other", "althing.io/demo", List.of("n1.us-east@127.0.0.1:7702")).write(stranger);
        Files.copy(stranger.resolve("trust/1.tlog-policy"), home.resolve("trust/1.tlog-policy"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> keys("us-east.cosigner")).isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("does not name the log key of genesis");
    }

    @Test
    void a_key_others_can_read_and_a_missing_policy_are_refused_with_the_remedy() throws Exception {
        Files.delete(home.resolve("trust/1.tlog-policy"));
        assertThatThrownBy(() -> keys("us-east.cosigner")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("trust");
    }

    @Test
    void a_regions_new_cosigning_key_makes_the_next_version_and_the_old_file_is_kept() throws Exception {
        NoteKey old = keys("us-east.cosigner").trust().cosigner(US).orElseThrow();
        TrustVersions next = new TrustChange(home).write(new Step.ReplaceCosigner(US));
        assertThat(next.newest()).isEqualTo(2);
        assertThat(next.cosigner(US)).isPresent().isNotEqualTo(Optional.of(old));
        assertThat(keys("us-east.cosigner").cosigner().map(signer -> signer.key())).isEqualTo(next.cosigner(US));
        assertThatThrownBy(() -> keys("us-east.cosigner-1")).isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("trust policy 2");
    }

    @Test
    void the_logs_new_key_and_its_old_one_are_both_the_logs() throws Exception {
        NoteKey old = keys("us-east.cosigner").log().key();
        TrustVersions next = new TrustChange(home).write(new Step.ReplaceLog());
        NoteKey fresh = keys("us-east.cosigner").log().key();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(next.logKeys()).containsExactlyInAnyOrder(old, fresh);
        Files.copy(home.resolve("keys/log-1.key"), home.resolve("keys/log.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(keys("us-east.cosigner").log().key()).isEqualTo(old);
    }

    @Test
    void a_region_joins_and_leaves_by_new_versions() throws Exception {
        TrustVersions more = new TrustChange(home).write(new Step.Add(AP, Optional.empty()));
        assertThat(more.cosigners()).hasSize(3);
        assertThat(Files.exists(home.resolve("keys/ap-south.cosigner.key"))).isTrue();
        TrustVersions less = new TrustChange(home).write(new Step.Remove(US));
        assertThat(less.newest()).isEqualTo(3);
        assertThat(less.cosigner(US)).isEmpty();
        assertThatThrownBy(() -> new TrustChange(home).write(new Step.Remove(US))).isInstanceOf(ConfigException.class)
                .hasMessageContaining("us-east does not cosign");
    }
}
