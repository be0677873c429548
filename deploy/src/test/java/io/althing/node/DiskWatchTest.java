package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.raft.HostPort;
import io.althing.raft.Member;
import io.althing.raft.Status;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DiskWatchTest {
    private final List<String> handedTo = new ArrayList<>();
    private DiskRoom room = gib(50);
    private Status.Role role = Status.Role.LEADER;

    private DiskReserve reserve = new DiskReserve(Path.of(""));
    private DiskWatch watch = watch();

    @BeforeEach
    void holdTheReserveElsewhere(@TempDir Path directory) {
        reserve = new DiskReserve(directory.resolve("reserve"));
        watch = watch();
    }

    private DiskWatch watch() {
        return new DiskWatch(() -> room, reserve, this::status, node -> {
            handedTo.add(node.value());
            return CompletableFuture.completedFuture(null);
        });
    }

    private static DiskRoom gib(long free) {
        return new DiskRoom(free << 30, 100L << 30);
    }

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
        room = gib(5);
        looks(30);
        assertThat(handedTo).isEmpty();
    }

    @Test
    void a_leader_whose_disk_has_less_than_a_twentieth_free_hands_over_to_a_voter() throws IOException {
        room = gib(4);
        looks(1);
        assertThat(handedTo).containsExactly("b");
    }

    @Test
    void it_asks_the_next_voter_if_it_still_leads_ten_looks_later() throws IOException {
        room = gib(4);
        looks(10);
        assertThat(handedTo).containsExactly("b");
        looks(1);
        assertThat(handedTo).containsExactly("b", "c");
    }

    @Test
    void a_follower_with_a_full_disk_has_nothing_to_hand_over() throws IOException {
        role = Status.Role.FOLLOWER;
        room = gib(0);
        looks(30);
        assertThat(handedTo).isEmpty();
    }

    @Test
    void less_than_512_mib_is_little_however_small_the_disk() throws IOException {
        room = new DiskRoom(511L << 20, 1L << 30);
        looks(1);
        assertThat(handedTo).containsExactly("b");
        assertThat(watch.full()).hasValueSatisfying(text -> assertThat(text).contains("511 of 1024 MiB free"));
        room = new DiskRoom(512L << 20, 1L << 30);
        looks(1);
        assertThat(watch.full()).isEmpty();
    }

    @Test
    void the_reserve_is_held_while_there_is_room_and_given_up_at_the_last_moment() throws IOException {
        looks(1);
        assertThat(reserve.held()).isTrue();
        room = gib(1);
        looks(1);
        assertThat(reserve.held()).isTrue();
        room = new DiskRoom(DiskReserve.BYTES - 1, 100L << 30);
        looks(1);
        assertThat(reserve.held()).isFalse();
        room = gib(50);
        looks(1);
        assertThat(reserve.held()).isTrue();
    }
}
