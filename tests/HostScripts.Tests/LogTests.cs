using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// A rejection in the ActiveGate's log counts when it was written after the start, whatever became of the file that it is in.
/// </summary>
public sealed class LogTests
{
    private const string Directory = "/var/log/dynatrace/gateway";
    private const string Current = $"{Directory}/dynatracegateway.0.0.log";
    private const string Earlier = "REQUEST_REJECTED a month ago";

    [Theory]
    [InlineData("mv 0.0 0.1; echo fine >0.0", "the generation is renamed")]
    [InlineData("mv 0.0 0.1; { echo fine; lines; } >0.0", "and its successor outgrows it")]
    [InlineData("mv 0.1 0.2; mv 0.0 0.1; echo fine >0.0", "each generation is renamed")]
    [InlineData("cp 0.0 0.1; echo fine >0.0", "the generation is copied and cut")]
    [InlineData("mv 0.0 log.1; echo fine >0.0", "logrotate renames it")]
    [InlineData("echo fine >>0.0", "the log goes on")]
    [InlineData("rm 0.0; echo fine >0.0", "the generation is dropped")]
    public async Task A_rejection_from_before_is_not_ours_when(string change, string what)
    {
        using HostTree host = WithLog(Earlier + "\n").OnStart(change);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.True(report.Connected, what);
        Assert.Contains("no rejection since the start", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo REQUEST_REJECTED >>0.0", "the log goes on")]
    [InlineData("mv 0.0 0.1; echo REQUEST_REJECTED >0.0", "the generation is renamed")]
    [InlineData("mv 0.0 0.1; echo REQUEST_REJECTED >>0.1; echo fine >0.0", "it is the last line of the one that is renamed")]
    [InlineData("mv 0.0 log.1; echo REQUEST_REJECTED >>log.1; echo fine >0.0", "it is the last line of the one that logrotate renames")]
    [InlineData("mv 0.0 0.1; { echo REQUEST_REJECTED; lines; } >0.0", "the successor outgrows the old size")]
    [InlineData("{ echo REQUEST_REJECTED; lines; } >0.0", "the log is cut and outgrows the old size")]
    [InlineData("cp 0.0 0.1; { echo REQUEST_REJECTED; lines; } >0.0", "the log is copied, cut and outgrows the old size")]
    [InlineData("rm 0.0; { echo REQUEST_REJECTED; lines; } >0.0", "the successor may get the number of the file that is gone")]
    public async Task A_rejection_from_after_the_start_is_not_missed_when(string change, string what)
    {
        using HostTree host = WithLog(
            $"{Earlier}\n{string.Concat(Enumerable.Range(0, 300).Select(static i => $"line {i} of the time before\n"))}").OnStart(change);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.False(report.Connected, what);
        Assert.Contains("REQUEST_REJECTED", report.Message, StringComparison.Ordinal);
    }

    /// <summary>Two logs that say the same are still two: each stands for one from before.</summary>
    [Fact]
    public async Task A_successor_that_begins_with_the_words_of_its_predecessor_is_a_new_log()
    {
        using HostTree host = WithLog("REQUEST_REJECTED\n").OnStart("mv 0.0 0.1; echo REQUEST_REJECTED >0.0");

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_log_whose_beginning_cannot_be_told_proves_nothing()
    {
        using HostTree host = WithLog("fine\n").WithCommand("head", "exit 2");

        Assert.Null((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    private static HostTree WithLog(string text) => WithActiveGate().Without(Directory).With(Current, text);
}
