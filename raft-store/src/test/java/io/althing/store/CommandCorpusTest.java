package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.ProposalCodec;
import io.althing.registry.Command;
import io.althing.registry.Proposal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommandCorpusTest {
    private final ProposalCodec codec = new ProposalCodec();

    @Test
    void every_command_ever_written_is_read_as_what_it_was_and_written_the_same() throws IOException {
        for (CommandCorpus.Line line : lines()) {
            Proposal proposal = codec.decode(line.payload()).proposal();
            assertThat(proposal.command().getClass().getSimpleName()).isEqualTo(line.kind());
            assertThat(codec.encode(proposal)).isEqualTo(line.payload());
        }
    }

    @Test
    void every_log_ever_written_leads_to_the_digests_it_led_to() throws IOException {
        for (List<CommandCorpus.Line> log : CommandCorpus.checkedIn()) {
            var replica = new CommandCorpus.Replica();
            for (CommandCorpus.Line line : log) {
                assertThat(replica.apply(line.kind(), line.stampMillis(), line.payload()).text())
                        .isEqualTo(line.text());
            }
        }
    }

    @Test
    void every_command_is_in_the_corpus_accepted() throws IOException {
        assertThat(lines().stream().filter(line -> line.outcome().equals("accepted")).map(CommandCorpus.Line::kind)
                .collect(Collectors.toSet()))
                .as("commands in commands.corpus; append a story with the new one (CommandCorpus.main)")
                .isEqualTo(Arrays.stream(Command.class.getPermittedSubclasses()).map(Class::getSimpleName)
                        .collect(Collectors.toSet()));
    }

    private static List<CommandCorpus.Line> lines() throws IOException {
        return CommandCorpus.checkedIn().stream().flatMap(List::stream).toList();
    }
}
