using TenantTokens.EndToEnd.Tests.Infrastructure;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The main job, as the README shows it.</summary>
public sealed class DemoTests
{
    [Theory]
    [MemberData(nameof(DemoWorld.Seeds), MemberType = typeof(DemoWorld))]
    public Task A_fleet_is_rotated_and_nothing_is_lost(int seed) => DemoWorld.IsRotatedAndNothingIsLostAsync(machines: 12, seed);

    [Fact]
    public async Task Without_a_terminal_it_says_plain_lines_who_decides_and_where_the_report_is()
    {
        await using RunningProgram process = ProgramUnderTest.Start("demo", "--machines", "4");
        ProgramResult result = await process.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("The simulated approver 'demo-approver' decides", result.Output, StringComparison.Ordinal);
        Assert.Contains("Completed: the new token of sim00001 is in force.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Report: ", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Errors);
    }
}
