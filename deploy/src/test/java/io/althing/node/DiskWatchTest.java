package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.raft.HostPort;
import io.althing.raft.Member;
import io.althing.raft.Status;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DiskWatchTest {
    private final List<String> handedTo = new ArrayList<>();
    private DiskRoom room = new DiskRoom(50, 100);
    private Status.Role role = Status.Role.LEADER;

    private final DiskWatch watch = new DiskWatch(() -> room, this::status, node -> {
        handedTo.add(node.value());
        return CompletableFuture.completedFuture(null);
    });

    private Status status() {
        List<Status.MemberStatus> members = List.of(member("a", true), member("b", true), member("c", true),
                member("learner", false));
        return new Status(new NodeId("a"), role, Optional.empty(), 1, new Status.Positions(1, 1, 1), members,
                Duration.ZERO, false);
    }

    private static Status.MemberStatus member(String name, boolean voter) {
        return new Status.MemberStatus(
                new Member(new NodeId(name), new Region("eu-west"), new HostPort("127.0.0.1", 7000)), voter);
    }

    private void looks(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void a_leader_with_room_keeps_leading() throws IOException {
        room = new DiskRoom(5, 100);
        looks(30);
        assertThat(handedTo).isEmpty();
    }

    @Test
    void a_leader_whose_disk_has_less_than_a_twentieth_free_hands_over_to_a_voter() throws IOException {
        room = new DiskRoom(4, 100);
        looks(1);
        assertThat(handedTo).containsExactly("b");
    }

    @Test
    void it_asks_the_next_voter_if_it_still_leads_ten_looks_later() throws IOException {
        room = new DiskRoom(4, 100);
        looks(10);
        assertThat(handedTo).containsExactly("b");
        looks(1);
        assertThat(handedTo).containsExactly("b", "c");
    }

    @Test
    void a_follower_with_a_full_disk_has_nothing_to_hand_over() throws IOException {
        role = Status.Role.FOLLOWER;
        room = new DiskRoom(0, 100);
        looks(30);
        assertThat(handedTo).isEmpty();
    }
}
