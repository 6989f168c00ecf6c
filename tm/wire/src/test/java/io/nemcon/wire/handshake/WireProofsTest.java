package io.nemcon.wire.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.wire.handshake.Proofs.Role;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireProofsTest {

    private static final byte[] HELLO = bytes("hello");
    private static final byte[] CHALLENGE = bytes("challenge");

    private final Proofs proofs = new Proofs("correct horse");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoKnowsTheSecretProvesIt() {
        byte[] proof = new Proofs("correct horse").prove(Role.CLIENT, HELLO, CHALLENGE);

        assertThat(proofs.verify(proof, Role.CLIENT, HELLO, CHALLENGE)).isTrue();
    }

    @Test
    void anotherSecretProvesNothing() {
        byte[] proof = new Proofs("correct horsf").prove(Role.CLIENT, HELLO, CHALLENGE);

        assertThat(proofs.verify(proof, Role.CLIENT, HELLO, CHALLENGE)).isFalse();
        assertThat(proofs.verify(new byte[0], Role.CLIENT, HELLO, CHALLENGE)).isFalse();
    }

    @Test
    void aProofIsOfNoUseInTheOtherRole() {
        byte[] proof = proofs.prove(Role.CLIENT, HELLO, CHALLENGE);

        assertThat(proofs.verify(proof, Role.SERVER, HELLO, CHALLENGE)).isFalse();
    }

    @Test
    void aProofIsOfNoUseInAnotherConversation() {
        byte[] proof = proofs.prove(Role.CLIENT, HELLO, CHALLENGE);

        assertThat(proofs.verify(proof, Role.CLIENT, HELLO, bytes("challengf"))).isFalse();
        assertThat(proofs.verify(proof, Role.CLIENT, bytes("hellochallenge"), new byte[0]))
                .isFalse();
        assertThat(proofs.verify(proof, Role.CLIENT, bytes("helloc"), bytes("hallenge")))
                .isFalse();
    }

    @Test
    void noTwoNoncesAreAlike() {
        assertThat(Proofs.nonce()).hasSize(32).isNotEqualTo(Proofs.nonce());
    }

    @Test
    void versionsThatOverlapMeetAtTheHighest() {
        Versions ours = new Versions(2, 4);

        assertThat(ours.meets(new Versions(1, 2))).isTrue();
        assertThat(ours.best(new Versions(1, 3))).isEqualTo(3);
        assertThat(ours.best(new Versions(3, 9))).isEqualTo(4);
        assertThat(ours.meets(new Versions(5, 9))).isFalse();
        assertThat(ours.meets(new Versions(0, 1))).isFalse();
        assertThat(ours.meets(new Versions(3, 2))).isFalse();
        assertThat(ours.words()).isEqualTo("versions 2 to 4");
        assertThat(new Versions(9, 9).words()).isEqualTo("version 9");
    }
}
