using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class RunCommandNameTests
{
    private static readonly RunCommandName _name = RunCommandName.Create("r1", "oneagent/vm-07", "apply", 1700000000000, 1);

    [Fact]
    public void A_name_fits_what_arc_on_linux_takes() => Assert.Matches(@"\Attr-[0-9a-f]{32}\z", _name.Value);

    [Fact]
    public void The_same_attempt_has_the_same_name()
        => Assert.Equal(_name, RunCommandName.Create("r1", "oneagent/vm-07", "apply", 1700000000000, 1));

    [Theory]
    [InlineData("r2", "oneagent/vm-07", "apply", 1700000000000, 1, "rotation")]
    [InlineData("r1", "oneagent/vm-08", "apply", 1700000000000, 1, "target")]
    [InlineData("r1", "oneagent/vm-07", "restore", 1700000000000, 1, "action")]
    [InlineData("r1", "oneagent/vm-07", "apply", 1700000000001, 1, "generation")]
    [InlineData("r1", "oneagent/vm-07", "apply", 1700000000000, 2, "attempt")]
    [InlineData("r1", "oneagent/vm-0", "7apply", 1700000000000, 1, "the border between fields")]
    public void Another_name_comes_from_another(
        string rotationId,
        string targetId,
        string action,
        long generation,
        int attempt,
        string what)
        => Assert.True(_name != RunCommandName.Create(rotationId, targetId, action, generation, attempt), what);

    [Fact]
    public void A_name_is_read_back() => Assert.Equal(_name, RunCommandName.Parse(_name.ToString()));

    [Theory]
    [InlineData("somebody-elses")]
    [InlineData("ttr-0123")]
    [InlineData("ttr-0123456789ABCDEF0123456789ABCDEF")]
    public void Other_names_are_not_read(string value) => Assert.Throws<FormatException>(() => RunCommandName.Parse(value));
}
