package io.althing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.certs.NodeDirectory;
import io.althing.client.ExitCode;
import io.althing.raft.transport.PemFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CertsCommandsTest {
    private final Path dir;
    private final String ca;
    private final NodeDirectory node;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    CertsCommandsTest(@TempDir Path dir) {
        this.dir = dir;
        this.ca = dir.resolve("ca").toString();
        this.node = new NodeDirectory(dir.resolve("a-1"));
    }

    private int certs(String... args) {
        CommandLine line = Althing.commandLine(List.of());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = new String[args.length + 1];
        all[0] = "certs";
        System.arraycopy(args, 0, all, 1, args.length);
        return line.execute(all);
    }

    private void issued() {
        assertThat(certs("init", ca, "--cluster-id", "town")).isEqualTo(ExitCode.OK);
        assertThat(certs("issue", "a-1.us", "--ca", ca, "--out", node.path().toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void a_node_is_issued_a_certificate_with_its_identity_and_a_key_for_its_owner_only() throws IOException {
        issued();
        assertThat(node.identity()).hasToString("althing://town/us/a-1");
        assertThat(mode(node.files().key())).isEqualTo("rw-------");
        assertThat(mode(dir.resolve("ca").resolve("authority.key"))).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void neither_an_authority_nor_a_certificate_is_overwritten() throws IOException {
        issued();
        X509Certificate before = node.certificate();
        assertThat(certs("init", ca, "--cluster-id", "town")).isEqualTo(ExitCode.USAGE);
        assertThat(certs("issue", "a-1.us", "--ca", ca, "--out", node.path().toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("holds an authority already").contains("certs rotate")
                .doesNotContain("Exception");
        assertThat(node.certificate()).isEqualTo(before);
    }

    @Test
    void what_is_wrong_with_a_name_or_a_directory_is_said_with_the_remedy() {
        assertThat(certs("issue", "a-1", "--ca", ca, "--out", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(certs("issue", "a-1.us", "--ca", ca, "--out", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(certs("rotate", "--ca", ca, node.path().toString())).isEqualTo(ExitCode.USAGE);
        assertThat(certs("show", dir.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("NODE.REGION, for example").contains("certs init")
                .contains("no file or directory").doesNotContain("Exception");
    }

    @Test
    void rotating_keeps_the_identity_and_changes_key_and_serial() throws IOException {
        issued();
        X509Certificate before = node.certificate();
        assertThat(certs("rotate", "--ca", ca, node.path().toString())).isEqualTo(ExitCode.OK);
        assertThat(node.identity()).hasToString("althing://town/us/a-1");
        assertThat(node.certificate().getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(node.certificate().getPublicKey()).isNotEqualTo(before.getPublicKey());
    }

    @Test
    void one_authority_follows_another_in_three_steps_and_the_last_waits_for_the_second() throws IOException {
        issued();
        X509Certificate old = authorities().getFirst();
        String where = node.path().toString();
        assertThat(certs("rotate", "--ca", ca, "--authority", "begin", where)).isEqualTo(ExitCode.OK);
        assertThat(authorities()).hasSize(2).contains(old);
        assertThat(certs("rotate", "--ca", ca, "--authority", "begin", where)).isEqualTo(ExitCode.USAGE);
        assertThat(certs("rotate", "--ca", ca, "--authority", "finish", where)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("between two authorities already").contains("rotate it first");
        assertThat(certs("rotate", "--ca", ca, where)).isEqualTo(ExitCode.OK);
        assertThat(certs("rotate", "--ca", ca, "--authority", "finish", where)).isEqualTo(ExitCode.OK);
        assertThat(authorities()).hasSize(1).doesNotContain(old);
    }

    private List<X509Certificate> authorities() throws IOException {
        return PemFiles.certificates(node.files().authorities());
    }

    @Test
    void what_ends_soon_makes_show_say_no() {
        issued();
        assertThat(certs("show", node.path().toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("althing://town/us/a-1").contains("DAYS LEFT");
        assertThat(certs("show", "--within", "400", "-o", "json", node.path().toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("\"whose\" : \"althing://town/us/a-1\"");
    }

    @Test
    void a_new_cluster_comes_with_certificates_unless_it_brings_its_own() {
        String[] init = {"cluster", "init", dir.resolve("own").toString(), "--cluster-id", "town", "--seed",
                "a-1.us@127.0.0.1:9001"};
        CommandLine line = Althing.commandLine(List.of());
        line.setOut(new PrintWriter(out));
        assertThat(line.execute(init)).isEqualTo(ExitCode.OK);
        assertThat(dir.resolve("own/certs/a-1/node.pem")).exists();
        init[2] = dir.resolve("theirs").toString();
        String[] ownPki = java.util.Arrays.copyOf(init, init.length + 1);
        ownPki[init.length] = "--own-pki";
        assertThat(line.execute(ownPki)).isEqualTo(ExitCode.OK);
        assertThat(dir.resolve("theirs/certs")).doesNotExist();
        assertThat(out.toString()).contains("althing://town/REGION/NODE");
    }
}
