using TenantTokens.Ledger;

namespace TenantTokens.Shared.Tests.Ledger;

public sealed class LedgerRowTests
{
    private static readonly LedgerRow Row = new("web-1", """{"name":"one"}""", "1");

    [Fact]
    public void A_value_is_read_once() => Assert.Same(Row.Value<Named>(), Row.Value<Named>());

    [Fact]
    public void A_copy_with_another_text_has_another_value_and_the_row_keeps_its_own()
    {
        LedgerRow row = Row with { ETag = "2" };
        Assert.Equal("one", row.Value<Named>()!.Name);

        Assert.Equal("two", (row with { Json = """{"name":"two"}""" }).Value<Named>()!.Name);
        Assert.Equal("one", row.Value<Named>()!.Name);
    }

    [Fact]
    public void What_was_read_makes_no_difference_between_rows()
    {
        LedgerRow read = Row with { ETag = "3" }, unread = Row with { ETag = "3" };
        _ = read.Value<Named>();

        Assert.Equal(unread, read);
        Assert.Equal(unread.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(Row, read);
    }

    private sealed record Named(string Name);
}
