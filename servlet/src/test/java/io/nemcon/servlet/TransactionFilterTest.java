package io.nemcon.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.context.JoinRefusedException.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionFilterTest {

    private static final String CONTEXT = Transactions.CONTEXT.toHeader();

    private final Transactions propagation = new Transactions();
    private final List<String> answered = new ArrayList<>();
    private final FilterChain work = (request, response) -> propagation.done.add("work");

    private static <T> T fake(Class<T> type, java.util.function.BiFunction<String, Object[], @Nullable Object> calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        calls.apply(method.getName(), arguments == null ? new Object[0] : arguments)));
    }

    private static HttpServletRequest request(@Nullable String header) {
        return fake(HttpServletRequest.class, (call, arguments) -> call.equals("getHeader") ? header : "/take");
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (call, arguments) -> {
            answered.add(arguments[0] + " " + arguments[1]);
            return null;
        });
    }

    @Test
    void workIsDoneInTheCallersTransactionAndNothingStaysBehind() throws Exception {
        TransactionFilter.required(propagation).doFilter(request(CONTEXT), response(), work);
        assertThat(propagation.done).containsExactly("joined 3", "work", "left");
    }

    @Test
    void withoutOneItIsRefusedWhereOneIsRequired() throws Exception {
        TransactionFilter.required(propagation).doFilter(request(null), response(), work);
        assertThat(propagation.done).isEmpty();
        assertThat(answered).singleElement().asString().startsWith("428 ").contains("nemcon-tx is missing");
    }

    @Test
    void withoutOneItGoesOnWhereNoneIsRequired() throws Exception {
        TransactionFilter.supported(propagation).doFilter(request(null), response(), work);
        TransactionFilter.supported(propagation).doFilter(request(CONTEXT), response(), work);
        assertThat(propagation.done).containsExactly("work", "joined 3", "work", "left");
    }

    @ParameterizedTest
    @CsvSource({"OVER, 409", "REFUSED, 503", "UNREACHABLE, 503"})
    void whatCanNotBeJoinedIsAnsweredSo(Kind kind, int status) throws Exception {
        propagation.refusal = kind;
        TransactionFilter.supported(propagation).doFilter(request(CONTEXT), response(), work);
        assertThat(answered).containsExactly(status + " not today");
        assertThat(propagation.done).isEmpty();
    }

    @Test
    void whatCanNotBeReadIsABadRequest() throws Exception {
        TransactionFilter.supported(propagation).doFilter(request("junk"), response(), work);
        assertThat(answered).singleElement().asString().startsWith("400 ").contains("can't be read");
    }

    @Test
    void workThatThrowsMarksTheTransaction() {
        for (Exception thrown : List.of(new IOException("io"), new ServletException("s"), new RuntimeException("r"))) {
            propagation.done.clear();
            FilterChain fails = (request, response) -> {
                if (thrown instanceof IOException io) {
                    throw io;
                } else if (thrown instanceof ServletException servlet) {
                    throw servlet;
                }
                throw (RuntimeException) thrown;
            };
            assertThatThrownBy(
                            () -> TransactionFilter.required(propagation).doFilter(request(CONTEXT), response(), fails))
                    .isSameAs(thrown);
            assertThat(propagation.done).containsExactly("joined 3", "marked", "left");
        }
    }

    @Test
    void whatIsNotHttpIsRefused() {
        ServletRequest request = fake(ServletRequest.class, (call, arguments) -> null);
        ServletResponse response = fake(ServletResponse.class, (call, arguments) -> null);
        assertThatThrownBy(() -> TransactionFilter.required(propagation).doFilter(request, response, work))
                .isInstanceOf(ServletException.class);
    }
}
