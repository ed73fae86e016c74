using CsCheck;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Shared.Tests.Configuration.Values;

public sealed class FailureBudgetTests
{
    [Theory]
    [InlineData("3", 3, 40, "3")]
    [InlineData("5%", 2, 40, "2 (5% of 40)")]
    [InlineData("5%", 0, 19, "0 (5% of 19)")]
    [InlineData("100%", 19, 19, "19 (100% of 19)")]
    [InlineData("0", 0, 40, "0")]
    public void It_is_a_number_or_a_percentage_rounded_down_and_says_of_what(string text, int allowed, int total, string description)
    {
        Assert.True(FailureBudget.TryParse(text, out FailureBudget budget));
        Assert.Equal((allowed, description), (budget.Of(total), budget.Describe(total)));
        Assert.Equal(text, budget.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("%")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("1.5")]
    [InlineData("5 %")]
    [InlineData("100001")]
    public void Anything_else_is_none(string? text) => Assert.False(FailureBudget.TryParse(text, out _));

    [Fact]
    public void It_never_allows_more_than_there_are_when_it_is_a_percentage()
        => Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100_000])
            .Sample(static (percentage, total) => Assert.InRange(new FailureBudget(percentage, IsPercent: true).Of(total), 0, total));
}
