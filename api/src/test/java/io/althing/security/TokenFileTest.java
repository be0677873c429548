package io.althing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Actor;
import io.althing.registry.Region;
import io.althing.security.Authenticator.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenFileTest {
    private static final TokenEntry OLGA = new TokenEntry(TokenEntry.digest("secret of olga"), "olga",
            Actor.Kind.PERSON,
            Optional.empty(), List.of(Actor.Role.OPERATOR));
    private static final TokenEntry AGENT = new TokenEntry(TokenEntry.digest("secret of the agent"), "agent-eu",
            Actor.Kind.AGENT, Optional.of(new Region("eu-west")), List.of(Actor.Role.AGENT));

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("tokens.json");
        write(TokenFileFormat.write(List.of(OLGA, AGENT)));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_token_says_who_asks() {
        var tokens = new TokenFile(file);
        Judgement olga = tokens.judge(Optional.of("Bearer secret of olga"));
        assertThat(olga).isEqualTo(new Judgement.Known(new Actor("olga", Actor.Kind.PERSON, Optional.empty(),
                List.of(Actor.Role.OPERATOR), "token", Optional.empty())));
        assertThat(tokens.judge(Optional.of("bearer secret of the agent"))).isInstanceOfSatisfying(
                Judgement.Known.class,
                known -> assertThat(known.actor().isAgentOf(new Region("eu-west"))).isTrue());
    }

    @Test
    void nobody_is_anonymous_and_a_false_token_is_refused() {
        var tokens = new TokenFile(file);
        assertThat(tokens.judge(Optional.empty())).isEqualTo(new Judgement.Known(Actor.anonymous()));
        assertThat(tokens.judge(Optional.of("Bearer guess"))).isInstanceOf(Judgement.Refused.class);
        assertThat(tokens.judge(Optional.of("Basic b2xnYTp4"))).isInstanceOfSatisfying(Judgement.Refused.class,
                refused -> assertThat(refused.detail()).contains("Bearer <token>"));
    }

    @Test
    void a_file_that_others_may_read_is_refused_with_the_remedy() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new TokenFile(file)).isInstanceOf(TokenFileException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> new TokenFile(directory.resolve("none.json"))).isInstanceOf(TokenFileException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void a_change_takes_effect_at_the_next_refresh() throws IOException {
        var tokens = new TokenFile(file);
        write(TokenFileFormat.write(List.of(AGENT)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        tokens.refresh();
        assertThat(tokens.judge(Optional.of("Bearer secret of olga"))).isInstanceOf(Judgement.Refused.class);
    }

    @Test
    void a_change_to_something_bad_leaves_the_former_tokens_in_force() throws IOException {
        var tokens = new TokenFile(file);
        write("{}");
        tokens.refresh();
        assertThat(tokens.judge(Optional.of("Bearer secret of olga"))).isInstanceOf(Judgement.Known.class);
    }

    @Test
    void what_is_wrong_in_a_file_is_named() throws IOException {
        String good = TokenFileFormat.write(List.of(OLGA));
        refused(good.replace("\"olga\"", "7"), "tokens[0]: 'id' must be a string");
        refused(good.replace("\"person\"", "\"robot\""), "tokens[0]");
        refused(good.replace("\"kind\"", "\"sort\""), "tokens[0].sort");
        refused(good.replace("operator", "emperor"), "tokens[0]");
        refused("[]", "'tokens'");
        refused("{\"tokens\": [", "not JSON");
        refused(TokenFileFormat.write(List.of(OLGA, OLGA)), "listed twice");
    }

    private void refused(String text, String says) throws IOException {
        write(text);
        assertThatThrownBy(() -> new TokenFile(file)).isInstanceOf(TokenFileException.class).hasMessageContaining(says)
                .hasMessageContaining(file.toString());
    }
}
