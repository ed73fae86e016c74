using TenantTokens.Rotations;
using TenantTokens.RunCommand;
using static TenantTokens.Rotations.TargetAction;
using static TenantTokens.Rotations.TargetState;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class TargetVerdictTests
{
    private const string Wanted = "00112233aabbccdd";
    private const string Another = "ffffffffffffffff";
    private static readonly string[] _outcomes = ["probed", "rotated", "alreadyCurrent", "restored", "notInstalled", "expired", "refused", "failed", "", "Rotated"];
    private static readonly int[] _exitCodes = [-1, 0, 1, 10, 20, 30, 40, 50, 137];

    [Theory]
    [InlineData(Apply, "rotated", Rotated)]
    [InlineData(Apply, "alreadyCurrent", AlreadyCurrent)]
    [InlineData(Restore, "restored", Restored)]
    [InlineData(Restore, "alreadyCurrent", Restored)]
    public void A_script_that_is_done_and_shows_the_wanted_fingerprint_is_believed(TargetAction action, string outcome, TargetState state)
    {
        TargetVerdict verdict = TargetVerdict.Of(Ended(0, outcome, Wanted), action, Wanted);
        Assert.Equal((state, true, false), (verdict.State, verdict.IsProved, verdict.IsRetryable));
    }

    [Theory]
    [InlineData(Apply, "rotated", Another, "another token")]
    [InlineData(Apply, "rotated", null, "no token")]
    [InlineData(Apply, "rotated", "00112233AABBCCDD", "capitals")]
    [InlineData(Apply, "alreadyCurrent", Another, "another token, nothing to do")]
    [InlineData(Restore, "restored", Another, "another token after a restore")]
    [InlineData(Apply, "restored", Wanted, "the wrong action")]
    [InlineData(Restore, "rotated", Wanted, "the wrong action")]
    [InlineData(Apply, "probed", Wanted, "only a look")]
    [InlineData(Apply, "expired", Wanted, "done and expired at once")]
    public void A_script_that_is_done_but_shows_something_else_is_inconclusive(TargetAction action, string outcome, string? fingerprint, string what)
    {
        TargetVerdict verdict = TargetVerdict.Of(Ended(0, outcome, fingerprint), action, Wanted);
        Assert.True((verdict.State, verdict.IsProved) == (Inconclusive, false), what);
    }

    [Theory]
    [InlineData(Apply, "rotated")]
    [InlineData(Restore, "restored")]
    public void Two_fingerprints_that_are_not_known_are_no_proof(TargetAction action, string outcome)
        => Assert.Equal(Inconclusive, TargetVerdict.Of(Ended(0, outcome, null), action, wanted: null).State);

    [Fact]
    public void Nothing_but_exit_0_with_an_end_of_the_action_and_the_wanted_fingerprint_ever_counts_as_done()
    {
        foreach (TargetAction action in Enum.GetValues<TargetAction>())
        {
            foreach ((RunCommandResult result, string what) in Everything())
            {
                TargetVerdict verdict = TargetVerdict.Of(result, action, Wanted);
                bool isProof = result is RunCommandResult.Completed { ExitCode: 0, Report: { Fingerprint: Wanted, Outcome: "rotated" or "alreadyCurrent" or "restored" } };
                Assert.True(isProof || verdict.State is not (Rotated or AlreadyCurrent or Restored), $"{action}, {what}: {verdict}");
                Assert.True(action is Apply || verdict.State is not (Rotated or AlreadyCurrent), $"{action}, {what}: {verdict}");
                Assert.True(action is Restore || verdict.State is not Restored, $"{action}, {what}: {verdict}");
                Assert.NotEmpty(verdict.Code);
                Assert.NotEmpty(verdict.Message);
            }
        }
    }

    [Fact]
    public void A_probe_settles_nothing()
    {
        TargetVerdict verdict = TargetVerdict.Of(Ended(0, "probed", Another), Probe, wanted: null);
        Assert.Equal((Pending, true), (verdict.State, verdict.IsProved));
    }

    [Theory]
    [InlineData(10, "not-installed", Failed, "not-installed", false)]
    [InlineData(20, "not-after-passed", Expired, "not-after-passed", true)]
    [InlineData(20, "stale-generation", Expired, "stale-generation", false)]
    [InlineData(30, "unexpected-token", Failed, "unexpected-token", false)]
    [InlineData(30, "locked", Failed, "locked", true)]
    [InlineData(40, "start-failed", Failed, "start-failed", true)]
    [InlineData(50, "start-failed", Failed, "start-failed", false)]
    [InlineData(137, "killed", Failed, "killed", false)]
    [InlineData(-1, "killed", Failed, "killed", false)]
    public void A_script_that_fails_says_why_and_whether_to_try_again(int exitCode, string code, TargetState state, string verdictCode, bool retryable)
    {
        TargetVerdict verdict = TargetVerdict.Of(Ended(exitCode, "failed", Wanted, code), Apply, Wanted);
        Assert.Equal((state, verdictCode, retryable, false), (verdict.State, verdict.Code, verdict.IsRetryable, verdict.IsProved));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_script_without_a_report_is_inconclusive_whatever_its_exit_code(int exitCode)
        => Assert.Equal((Inconclusive, "no-report"), StateAndCode(new RunCommandResult.Completed(exitCode, null, "Killed")));

    [Fact]
    public void A_machine_that_is_off_is_unreachable() => Assert.Equal((Unreachable, "not-running"), StateAndCode(new RunCommandResult.MachineNotRunning()));

    [Fact]
    public void A_command_that_did_not_end_is_inconclusive_because_it_may_still_run() => Assert.Equal((Inconclusive, "no-answer"), StateAndCode(new RunCommandResult.DeadlinePassed()));

    [Theory]
    [InlineData("machine-gone", Unreachable, false)]
    [InlineData("conflict", Unreachable, true)]
    [InlineData("not-started", Failed, false)]
    [InlineData("http-403", Failed, false)]
    public void A_command_that_azure_refuses_says_why(string code, TargetState state, bool retryable)
    {
        TargetVerdict verdict = TargetVerdict.Of(new RunCommandResult.Refused(code, "Azure says no."), Apply, Wanted);
        Assert.Equal((state, code, retryable), (verdict.State, verdict.Code, verdict.IsRetryable));
    }

    [Fact]
    public void A_command_that_was_not_sent_leaves_its_target_pending() => Assert.Equal((Pending, "not-sent"), StateAndCode(new RunCommandResult.NotSent()));

    [Fact]
    public void A_command_that_must_wait_leaves_its_target_pending() => Assert.Equal((Pending, "not-sent"), StateAndCode(new RunCommandResult.Throttled(DateTimeOffset.UnixEpoch)));

    private static (TargetState, string) StateAndCode(RunCommandResult result)
    {
        TargetVerdict verdict = TargetVerdict.Of(result, Apply, Wanted);
        return (verdict.State, verdict.Code);
    }

    private static RunCommandResult.Completed Ended(int exitCode, string outcome, string? fingerprint, string code = "ok")
        => new(exitCode, new HostReport(1, "apply", "oneagent", outcome, code, "A sentence.", fingerprint, 1_700_000_000), "");

    private static IEnumerable<(RunCommandResult Result, string What)> Everything()
    {
        foreach (int exitCode in _exitCodes)
        {
            yield return (new RunCommandResult.Completed(exitCode, null, ""), $"exit {exitCode} without a report");
            foreach (string outcome in _outcomes)
            {
                foreach (string? fingerprint in (string?[])[Wanted, Another, null])
                {
                    yield return (Ended(exitCode, outcome, fingerprint), $"exit {exitCode}, '{outcome}', {fingerprint ?? "none"}");
                }
            }
        }

        yield return (new RunCommandResult.NotSent(), "not sent");
        yield return (new RunCommandResult.MachineNotRunning(), "off");
        yield return (new RunCommandResult.Throttled(DateTimeOffset.UnixEpoch), "throttled");
        yield return (new RunCommandResult.DeadlinePassed(), "deadline");
        yield return (new RunCommandResult.Refused("http-500", "No."), "refused");
    }
}
