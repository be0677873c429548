package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeConfigTest {
    private static final String GOOD = """
            node: us-east-1
            region: us-east
            genesis: ../genesis.json
            data: data
            tokens: tokens.json
            raft: {listen: "127.0.0.1:7702"}
            api: {host: 127.0.0.1, port: 7700}
            audit: {log: ../keys/log.key}
            """;

    private final Path dir;

    NodeConfigTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void paths_are_relative_to_the_file_and_what_may_be_left_out_is_filled_in() throws Exception {
        NodeConfig config = NodeConfig.read(write(GOOD));
        assertThat(config.data()).isEqualTo(dir.resolve("data"));
        assertThat(config.raft().dial()).isEmpty();
        assertThat(config.audit().log()).isEqualTo(dir.resolve("../keys/log.key"));
        assertThat(config.audit().cosigner()).isEmpty();
        assertThat(config.raft().timing()).isEqualTo(NodeConfig.Timing.REGIONAL);
    }

    @Test
    void peers_are_met_over_tls_with_the_files_beside_it_unless_plaintext_is_asked_for_by_name() throws Exception {
        NodeConfig config = NodeConfig.read(write(GOOD));
        assertThat(config.transport().plaintext()).isFalse();
        assertThatThrownBy(() -> config.transport().files()).isInstanceOf(ConfigException.class)
                .hasMessageContaining(dir.resolve("tls/node.pem").toString())
                .hasMessageContaining("althing certs issue");
        NodeConfig plain = NodeConfig.read(write(GOOD + "transport: {security: plaintext}\n"));
        assertThat(plain.transport().files()).isEmpty();
        Path contradictory = write(GOOD + "transport: {security: plaintext, key: k.pem}\n");
        assertThatThrownBy(() -> NodeConfig.read(contradictory)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("transport").hasMessageContaining("leave out one or the other");
    }

    @Test
    void an_unknown_field_is_named_with_its_path_and_the_known_ones() throws IOException {
        Path file = write(GOOD.replace("host: 127.0.0.1", "host: 127.0.0.1, prot: 1"));
        assertThatThrownBy(() -> NodeConfig.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("api.prot").hasMessageContaining("host, peers, port");
    }

    @Test
    void a_missing_field_is_named() throws IOException {
        Path file = write(GOOD.replace("region: us-east\n", ""));
        assertThatThrownBy(() -> NodeConfig.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("region");
    }

    @Test
    void a_port_that_is_none_is_named_with_its_bounds() throws IOException {
        Path file = write(GOOD.replace("7700}", "77000}"));
        assertThatThrownBy(() -> NodeConfig.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("0 to 65535");
    }

    @Test
    void broken_yaml_is_named_with_its_line() throws IOException {
        Path file = write("node: a\nregion: [\n");
        assertThatThrownBy(() -> NodeConfig.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> NodeConfig.read(dir.resolve("none.yaml"))).isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("node.yaml"), text);
    }
}
