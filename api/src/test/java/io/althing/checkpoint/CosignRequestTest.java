package io.althing.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.NoteSignature;
import io.althing.audit.WitnessAnswer;
import io.althing.registry.Town;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CosignRequestTest {
    private final GrowingLog log = new GrowingLog("entry", 20);
    private final Deque<WitnessAnswer> answers = new ArrayDeque<>();
    private final List<Long> oldSizes = new ArrayList<>();
    private final CosignRequest request = new CosignRequest("a witness", this::answer,
            List.of(Signers.of(Town.EU).key()));

    private WitnessAnswer answer(byte[] body) throws IOException {
        oldSizes.add(AddCheckpoint.parse(body).oldSize());
        if (answers.isEmpty()) {
            throw new IOException("connection refused");
        }
        return answers.remove();
    }

    private static WitnessAnswer of(int status, String body) {
        return new WitnessAnswer(status, "text/plain", body);
    }

    private List<NoteSignature> ask(long size) {
        return request.ask(log.tree(), log.note(size));
    }

    @Test
    void a_witness_that_knows_more_than_was_thought_is_asked_again_from_there() {
        answers.add(of(409, "7\n"));
        answers.add(of(200, ""));
        assertThat(ask(10)).isEmpty();
        assertThat(oldSizes).containsExactly(0L, 7L);
        answers.add(of(200, ""));
        ask(12);
        assertThat(oldSizes).endsWith(10L);
    }

    @Test
    void a_region_that_has_not_applied_so_much_yet_is_asked_again() {
        answers.add(of(503, "not applied\n"));
        answers.add(of(503, "not applied\n"));
        answers.add(of(422, "no\n"));
        assertThat(ask(10)).isEmpty();
        assertThat(oldSizes).containsExactly(0L, 0L, 0L);
    }

    @Test
    void one_that_is_ahead_is_left_alone_until_the_log_has_caught_up() {
        answers.add(of(409, "15\n"));
        assertThat(ask(10)).isEmpty();
        assertThat(oldSizes).containsExactly(0L);
    }

    @Test
    void signatures_by_unknown_keys_do_not_get_onto_the_checkpoint() {
        answers.add(of(200, log.note(10).signatures().getFirst().line() + "\n"));
        assertThat(ask(10)).isEmpty();
    }

    @Test
    void nonsense_and_silence_count_as_no_cosignature() {
        answers.add(of(409, "many\n"));
        assertThat(ask(10)).isEmpty();
        answers.add(of(200, "<html>\n"));
        assertThat(ask(10)).isEmpty();
        assertThat(ask(10)).isEmpty();
    }
}
