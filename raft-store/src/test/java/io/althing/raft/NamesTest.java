package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import com.alipay.sofa.jraft.entity.PeerId;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NamesTest {
    @Test
    void a_member_survives_the_way_through_jraft() {
        for (String text : List.of("n1.us-east@127.0.0.1:7001", "n1.us-east@node-1.example.org:7001",
                "n1.us-east@[::1]:7001")) {
            Member member = Member.parse(text);
            assertThat(member).hasToString(text);
            PeerId parsed = PeerId.parsePeer(PeerNames.peer(member).toString());
            assertThat(parsed).isEqualTo(PeerNames.peer(member));
            assertThat(PeerNames.member(parsed)).isEqualTo(member);
        }
    }

    @Test
    void malformed_addresses_and_members_are_named() {
        assertThatThrownBy(() -> HostPort.parse("localhost")).hasMessageContaining("'localhost' is not an address");
        assertThatThrownBy(() -> HostPort.parse("localhost:x")).hasMessageContaining("the port is not a number");
        assertThatThrownBy(() -> HostPort.parse("localhost:70000")).hasMessageContaining("70000");
        assertThatThrownBy(() -> HostPort.parse("a b:1")).hasMessageContaining("'a b' is not a host");
        assertThatThrownBy(() -> Member.parse("n1@127.0.0.1:1")).hasMessageContaining("is not a member");
    }

    @Test
    void a_genesis_names_each_seed_once() {
        Member one = Member.parse("n1.a@127.0.0.1:1");
        assertThatThrownBy(() -> new Genesis("c", List.of())).hasMessageContaining("seeds is empty");
        assertThatThrownBy(() -> new Genesis("1c", List.of(one))).hasMessageContaining("clusterId '1c'");
        assertThatThrownBy(() -> new Genesis("c", List.of(one, Member.parse("n2.a@127.0.0.1:1"))))
                .hasMessageContaining("n2");
        assertThatThrownBy(() -> new Genesis("c", List.of(one, Member.parse("n1.a@127.0.0.1:2"))))
                .hasMessageContaining("n1");
    }

    @Test
    void a_log_frame_is_a_big_endian_stamp_and_the_payload() {
        ByteBuffer frame = LogFrame.of(0x0102030405060708L, new byte[]{42});
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        assertThat(bytes).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 42);
        LogEntry entry = LogFrame.read(9, 2, frame);
        assertThat(entry.stampMillis()).isEqualTo(0x0102030405060708L);
        assertThat(entry.payload()).containsExactly(42);
        assertThat(LogFrame.isBarrier(LogFrame.of(1, new byte[0]))).isTrue();
        assertThatThrownBy(() -> LogFrame.read(9, 2, ByteBuffer.allocate(3))).hasMessageContaining("log entry 9");
    }
}
