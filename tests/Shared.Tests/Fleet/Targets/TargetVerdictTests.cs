using TenantTokens.Fleet.Targets;
using TenantTokens.RunCommand;
using static TenantTokens.Fleet.Targets.TargetAction;
using static TenantTokens.Fleet.Targets.TargetState;

namespace TenantTokens.Shared.Tests.Fleet.Targets;

public sealed class TargetVerdictTests
{
    private const string Wanted = "00112233aabbccdd";
    private const string Another = "ffffffffffffffff";
    private static readonly string[] _outcomes =
    [
        "probed",
        "rotated",
        "alreadyCurrent",
        "restored",
        "notInstalled",
        "expired",
        "refused",
        "failed",
        "",
        "Rotated",
    ];
    private static readonly int[] _exitCodes = [-1, 0, 1, 10, 20, 30, 40, 50, 137];

    [Theory]
    [InlineData(Apply, "rotated", Rotated)]
    [InlineData(Apply, "alreadyCurrent", AlreadyCurrent)]
    [InlineData(Restore, "restored", Restored)]
    [InlineData(Restore, "alreadyCurrent", Restored)]
    public void A_script_that_is_done_and_shows_the_wanted_fingerprint_is_believed(TargetAction action, string outcome, TargetState state)
    {
        TargetVerdict verdict = TargetVerdict.From(Ended(0, outcome, Wanted), action, Wanted);
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
    public void A_script_that_is_done_but_shows_something_else_is_inconclusive(
        TargetAction action,
        string outcome,
        string? fingerprint,
        string what)
    {
        TargetVerdict verdict = TargetVerdict.From(Ended(0, outcome, fingerprint), action, Wanted);
        Assert.True((verdict.State, verdict.IsProved) == (Inconclusive, false), what);
    }

    [Theory]
    [InlineData(Apply, "rotated", false, Inconclusive)]
    [InlineData(Apply, "alreadyCurrent", false, Inconclusive)]
    [InlineData(Restore, "restored", false, Inconclusive)]
    [InlineData(Apply, "rotated", true, Rotated)]
    [InlineData(Apply, "rotated", null, Rotated)]
    public void A_host_that_shows_no_accepted_connection_is_not_proved(
        TargetAction action,
        string outcome,
        bool? isConnected,
        TargetState state)
    {
        RunCommandResult.Completed ended = Ended(0, outcome, Wanted);
        TargetVerdict verdict = TargetVerdict.From(ended with { Report = ended.Report! with { Connected = isConnected } }, action, Wanted);
        Assert.Equal((state, state is Rotated), (verdict.State, verdict.IsProved));
    }

    [Theory]
    [InlineData(Apply, "rotated")]
    [InlineData(Restore, "restored")]
    public void Two_fingerprints_that_are_not_known_are_no_proof(TargetAction action, string outcome)
        => Assert.Equal(Inconclusive, TargetVerdict.From(Ended(0, outcome, null), action, wanted: null).State);

    [Fact]
    public void Nothing_but_exit_0_with_an_end_of_the_action_and_the_wanted_fingerprint_ever_counts_as_done()
    {
        foreach (TargetAction action in Enum.GetValues<TargetAction>())
        {
            foreach ((RunCommandResult result, string what) in Everything())
            {
                TargetVerdict verdict = TargetVerdict.From(result, action, Wanted);
                bool isProof = result is RunCommandResult.Completed { ExitCode: 0, Report: { Fingerprint: Wanted, Outcome: "rotated"
                    or "alreadyCurrent"
                    or "restored" } };
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
        TargetVerdict verdict = TargetVerdict.From(Ended(0, "probed", Another), Probe, wanted: null);
        Assert.Equal((Pending, true), (verdict.State, verdict.IsProved));
    }

    [Theory]
    [InlineData(10, "notInstalled", "not-installed", Failed, "not-installed", false)]
    [InlineData(20, "expired", "not-after-passed", Expired, "not-after-passed", true)]
    [InlineData(20, "expired", "stale-generation", Expired, "stale-generation", false)]
    [InlineData(30, "refused", "unexpected-token", Failed, "unexpected-token", false)]
    [InlineData(30, "refused", "locked", Failed, "locked", true)]
    [InlineData(40, "failed", "start-failed", Failed, "start-failed", true)]
    [InlineData(50, "failed", "start-failed", Failed, "start-failed", false)]
    [InlineData(137, "failed", "killed", Failed, "killed", false)]
    [InlineData(-1, "failed", "killed", Failed, "killed", false)]
    public void A_script_that_fails_says_why_and_whether_to_try_again(
        int exitCode,
        string outcome,
        string code,
        TargetState state,
        string verdictCode,
        bool retryable)
    {
        TargetVerdict verdict = TargetVerdict.From(Ended(exitCode, outcome, Wanted, code), Apply, Wanted);
        Assert.Equal((state, verdictCode, retryable, false), (verdict.State, verdict.Code, verdict.IsRetryable, verdict.IsProved));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_script_without_a_report_is_inconclusive_whatever_its_exit_code(int exitCode)
        => Assert.Equal((Inconclusive, "no-report"), StateAndCode(new RunCommandResult.Completed(exitCode, null, "Killed")));

    [Theory]
    [InlineData(Probe, 0, "refused")]
    [InlineData(Probe, 0, "failed")]
    [InlineData(Apply, 0, "expired")]
    [InlineData(Apply, 0, "notInstalled")]
    [InlineData(Apply, 40, "rotated")]
    [InlineData(Apply, -1, "rotated")]
    [InlineData(Restore, 50, "restored")]
    [InlineData(Apply, 30, "failed")]
    [InlineData(Apply, 20, "refused")]
    [InlineData(Apply, 1, "alreadyCurrent")]
    public void A_report_that_contradicts_the_exit_code_is_inconclusive_and_both_are_shown(
        TargetAction action,
        int exitCode,
        string outcome)
    {
        TargetVerdict verdict = TargetVerdict.From(
            Ended(exitCode, outcome, Wanted, "ambiguous-config"),
            action,
            action is Probe ? null : Wanted);

        Assert.Equal(
            (Inconclusive, "report-contradicts-exit", false, false),
            (verdict.State, verdict.Code, verdict.IsProved, verdict.IsRetryable));
        Assert.Contains($"exit code {exitCode}", verdict.Message, StringComparison.Ordinal);
        Assert.Contains($"'{outcome}' (ambiguous-config: A sentence.)", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rotated")]
    [InlineData("restored")]
    public void A_probe_that_reports_another_action_s_end_is_not_probed(string outcome)
    {
        TargetVerdict verdict = TargetVerdict.From(Ended(0, outcome, Wanted), Probe, wanted: null);
        Assert.Equal((Inconclusive, "not-proved", false), (verdict.State, verdict.Code, verdict.IsProved));
    }

    [Fact]
    public void A_script_without_a_report_is_told_in_azure_s_words()
    {
        RunCommandResult.Completed ended = new(3, null, "bash: not found\n")
        {
            PlatformMessage = "Execution failed: command terminated with exit status=-1",
        };

        Assert.Equal(
            "The script ended with exit code 3 and no report: Execution failed: command terminated with exit status=-1; bash: not found",
            TargetVerdict.From(ended, Apply, Wanted).Message);
    }

    [Fact]
    public void A_script_that_left_a_report_is_told_in_its_own_words()
        => Assert.Equal(
            "A sentence.",
            TargetVerdict.From(
                Ended(40, "failed", Wanted, "start-failed") with { PlatformMessage = "Execution failed" },
                Apply,
                Wanted).Message);

    [Fact]
    public void A_script_of_which_nobody_says_anything_has_a_message_that_ends()
        => Assert.Equal(
            "The script ended with exit code -1 and no report: Azure reports no message either.",
            TargetVerdict.From(new RunCommandResult.Completed(-1, null, " \n"), Apply, Wanted).Message);

    [Fact]
    public void A_command_that_did_not_end_is_told_in_azure_s_words()
        => Assert.EndsWith(
            "Azure says: The VM agent does not report.",
            TargetVerdict.From(
                new RunCommandResult.DeadlinePassed { PlatformMessage = "The VM agent does not report." },
                Apply,
                Wanted).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_machine_that_is_off_is_unreachable()
        => Assert.Equal((Unreachable, "not-running"), StateAndCode(new RunCommandResult.MachineNotRunning()));

    [Fact]
    public void A_command_that_did_not_end_is_inconclusive_because_it_may_still_run()
        => Assert.Equal((Inconclusive, "no-answer"), StateAndCode(new RunCommandResult.DeadlinePassed()));

    [Theory]
    [InlineData("machine-gone", Unreachable, false)]
    [InlineData("conflict", Unreachable, true)]
    [InlineData("not-started", Failed, false)]
    [InlineData("http-403", Failed, false)]
    [InlineData("scope-locked", Failed, false)]
    [InlineData("too-many-run-commands", Failed, false)]
    public void A_command_that_azure_refuses_says_why(string code, TargetState state, bool retryable)
    {
        TargetVerdict verdict = TargetVerdict.From(new RunCommandResult.Refused(code, "Azure says no."), Apply, Wanted);
        Assert.Equal((state, code, retryable), (verdict.State, verdict.Code, verdict.IsRetryable));
    }

    [Fact]
    public void A_command_that_was_not_sent_leaves_its_target_pending()
        => Assert.Equal((Pending, "not-sent"), StateAndCode(new RunCommandResult.NotSent()));

    [Fact]
    public void A_command_that_must_wait_leaves_its_target_pending()
        => Assert.Equal((Pending, "not-sent"), StateAndCode(new RunCommandResult.Throttled(DateTimeOffset.UnixEpoch)));

    private static (TargetState, string) StateAndCode(RunCommandResult result)
    {
        TargetVerdict verdict = TargetVerdict.From(result, Apply, Wanted);
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
