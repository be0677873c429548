package io.althing.chaos.arena;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.raft.transport.LinkFaults.Direction;
import io.althing.raft.transport.LinkFaults.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessageTroubleTest {
    private static final int MANY = 1000;
    private static final int ENTRIES = 3;
    private static final int VOTE = 5;

    @TempDir
    Path directory;

    private MessageTrouble told(int duplicates, int hold) throws IOException {
        Path file = directory.resolve("messages");
        MessageTrouble.tell(file, duplicates, hold);
        return MessageTrouble.told(file);
    }

    private static List<Fate> fates(MessageTrouble trouble, Direction direction, int number) {
        return Stream.generate(() -> trouble.fate(direction, "peer", number)).limit(MANY).toList();
    }

    @Test
    void nothing_happens_unless_told() throws Exception {
        assertThat(fates(told(0, 0), Direction.REQUEST, VOTE)).containsOnly(Fate.DELIVER);
    }

    @Test
    void requests_are_sent_twice_and_answers_once() throws Exception {
        MessageTrouble trouble = told(50, 0);
        assertThat(fates(trouble, Direction.REQUEST, ENTRIES)).contains(new Fate(2, 0), Fate.DELIVER);
        assertThat(fates(trouble, Direction.RESPONSE, ENTRIES)).containsOnly(Fate.DELIVER);
    }

    @Test
    void the_log_keeps_its_order_and_all_else_may_be_late() throws Exception {
        MessageTrouble trouble = told(0, 40);
        assertThat(fates(trouble, Direction.REQUEST, ENTRIES)).containsOnly(Fate.DELIVER);
        assertThat(fates(trouble, Direction.REQUEST, VOTE)).anyMatch(fate -> fate.delayMillis() > 20)
                .allMatch(fate -> fate.delayMillis() <= 40 && fate.copies() == 1);
        assertThat(fates(trouble, Direction.RESPONSE, ENTRIES)).anyMatch(fate -> fate.delayMillis() > 0);
    }

    @Test
    void a_node_hears_at_once_what_it_is_told_later() throws Exception {
        MessageTrouble trouble = told(100, 0);
        assertThat(fates(trouble, Direction.REQUEST, VOTE)).containsOnly(new Fate(2, 0));
        MessageTrouble.tell(directory.resolve("messages"), 0, 0);
        assertThat(fates(trouble, Direction.REQUEST, VOTE)).containsOnly(Fate.DELIVER);
    }
}
