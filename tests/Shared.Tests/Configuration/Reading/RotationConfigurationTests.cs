using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Testing.Certificates;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

public sealed class RotationConfigurationTests
{
    [Fact]
    public void The_smallest_file_gives_the_safe_defaults()
    {
        RotationOptions options = Valid(Minimal);

        Assert.Equivalent(new PolicyOptions(), options.Policy, strict: true);
        Assert.Equal(AzureOptions.PublicCloud, options.Azure.ArmEndpoint);
        Assert.Equal(AzureCredentialKind.Default, options.Azure.Credential);
        Assert.Null(options.Fleet.Query);
        Assert.Equal((UnclaimedMachinesPolicy.Probe, 500), (options.Fleet.UnclaimedMachines, options.Fleet.UnclaimedProbes));
        Assert.Equal((0, 0, 0), (options.Fleet.MinimumMachines, options.Fleet.GoldenImages.Count, options.Fleet.RetiredActiveGates.Count));
        Assert.False(options.Policy.Kubernetes.Held);
        Assert.False(options.Approvals.Start.Required);
        Assert.Equal(1, options.Approvals.Finish.Quorum);
        Assert.Empty(options.Approvals.Finish.Approvers);
        Assert.Null(options.Approvals.SimulatedApprover);
        Assert.Null(options.Notifications.Teams);
        Assert.False(options.IsLoopback);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        RotationOptions options = Valid(Change(static root =>
        {
            root["environments"]![0]!["apiUrl"] = "https://127.0.0.1:7443/e/sim00001";
            root["azure"] = JsonNode.Parse(
                """{"armEndpoint":"https://localhost:7443","vaultUri":"https://127.0.0.1:7443/","credential":"simulated","trustedCa":null}""");
            root["fleet"]!["query"] = "resources | project id, name, kind = 'vm'";
            root["fleet"]!["minimumMachines"] = 40;
            root["fleet"]!["goldenImages"] = new JsonArray("ubuntu-base");
            root["fleet"]!["retiredActiveGates"] = new JsonArray("0x1", "gate-old");
            root["fleet"]!["unclaimedMachines"] = "list";
            root["fleet"]!["unclaimedProbes"] = 7;
            root["policy"] = JsonNode.Parse("""
                {"commandTimeout":"00:00:10","commandWindow":"00:00:15","guard":"00:00:11","startSettle":"00:00:00","gateSoak":"1.00:00:00","soak":"00:00:05.5","onlineTimeout":"00:00:12","pollInterval":"00:00:00.25",
                 "maxInFlight":7,"maxInFlightPerLane":6,"maxAttempts":5,"proofMaxAge":"00:00:00","activeGates":{"canary":2},"oneAgents":{"canary":3,"canaryTag":"ring=0","percentages":[10,50,100],"maxInFlight":4},
                 "failureBudget":{"wave":"3","run":"2%","countUnreachable":true},"stragglers":{"firstRound":"00:01:00","longestPause":"00:10:00","sweep":"7.00:00:00"},
                 "kubernetes":{"held":true},"emergency":{"gateSoak":"00:00:30","soak":"00:00:01","percentages":[50,100],"finishWithoutApproval":true},
                 "watch":{"interval":"00:00:01","connectionInfoInterval":"00:00:02","window":"00:00:03","rejectedTolerance":4,"onlineTolerancePercent":6,"grace":"00:00:00","afterFinish":"00:00:07"}}
                """);
            root["approvals"] = JsonNode.Parse(
                """{"start":{"required":true},"finish":{"quorum":2,"approvers":["alice"]},"simulatedApprover":{"name":"demo","accepts":["oneagent/vm-07"]},"reminder":"00:30:00","escalateAfter":"02:00:00","deadline":"1.00:00:00","escalation":["boss"],"addresses":{"alice":"alice@example.com","Boss":"boss@example.com"}}""");
            root["notifications"] = JsonNode.Parse(
                """{"teams":{"webhookSecret":"teams-webhook"},"mail":{"from":"rotation@example.com","operators":["ops@example.com"],"smtp":{"host":"mail.example.com","port":25,"userSecret":"smtp-user","passwordSecret":"smtp-password"}}}""");
        }));

        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(11), TimeSpan.Zero),
            (options.Policy.CommandTimeout, options.Policy.CommandWindow, options.Policy.Guard, options.Policy.StartSettle));
        Assert.Equal(
            (TimeSpan.FromDays(1), TimeSpan.FromSeconds(5.5), TimeSpan.FromSeconds(12), TimeSpan.FromMilliseconds(250)),
            (options.Policy.GateSoak, options.Policy.Soak, options.Policy.OnlineTimeout, options.Policy.PollInterval));
        Assert.Equal(TimeSpan.Zero, options.Policy.ProofMaxAge);
        Assert.Equal(
            (TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromDays(1)),
            (options.Approvals.Reminder, options.Approvals.EscalateAfter, options.Approvals.Deadline));
        Assert.Equal("boss", Assert.Single(options.Approvals.Escalation));
        Assert.Equal("boss@example.com", options.Approvals.Addresses["boss"]);
        Assert.Equal(
            ("rotation@example.com", "ops@example.com"),
            (options.Notifications.Mail!.From, Assert.Single(options.Notifications.Mail.Operators)));
        Assert.Equal(
            new SmtpOptions { Host = "mail.example.com", Port = 25, UserSecret = "smtp-user", PasswordSecret = "smtp-password" },
            options.Notifications.Mail.Smtp);
        Assert.Equal(
            new WatchOptions
            {
                Interval = TimeSpan.FromSeconds(1),
                ConnectionInfoInterval = TimeSpan.FromSeconds(2),
                Window = TimeSpan.FromSeconds(3),
                RejectedTolerance = 4,
                OnlineTolerancePercent = 6,
                Grace = TimeSpan.Zero,
                AfterFinish = TimeSpan.FromSeconds(7),
            },
            options.Policy.Watch);
        Assert.Equal(
            (7, 6, 5, 2, 3),
            (
                options.Policy.MaxInFlight,
                options.Policy.MaxInFlightPerLane,
                options.Policy.MaxAttempts,
                options.Policy.ActiveGates.Canary,
                options.Policy.OneAgents.Canary));
        Assert.Equal(("ring=0", 4), (options.Policy.OneAgents.CanaryTag, options.Policy.OneAgents.MaxInFlight));
        Assert.Equal([10, 50, 100], options.Policy.OneAgents.Percentages);
        Assert.Equal(
            new FailureBudgetOptions { Wave = new(3, IsPercent: false), Run = new(2, IsPercent: true), CountUnreachable = true },
            options.Policy.FailureBudget);
        Assert.Equal(
            new StragglerOptions
            {
                FirstRound = TimeSpan.FromMinutes(1),
                LongestPause = TimeSpan.FromMinutes(10),
                Sweep = TimeSpan.FromDays(7),
            },
            options.Policy.Stragglers);
        Assert.Equal(
            (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), true),
            (options.Policy.Emergency.GateSoak, options.Policy.Emergency.Soak, options.Policy.Emergency.FinishWithoutApproval));
        Assert.Equal(AzureCredentialKind.Simulated, options.Azure.Credential);
        Assert.Equal("resources | project id, name, kind = 'vm'", options.Fleet.Query);
        Assert.Equal((UnclaimedMachinesPolicy.List, 7), (options.Fleet.UnclaimedMachines, options.Fleet.UnclaimedProbes));
        Assert.Equal(
            (40, "ubuntu-base", "gate-old"),
            (options.Fleet.MinimumMachines, options.Fleet.GoldenImages.Single(), options.Fleet.RetiredActiveGates[1]));
        Assert.True(options.Policy.Kubernetes.Held);
        Assert.True(options.Approvals.Start.Required);
        Assert.Equal((2, "alice"), (options.Approvals.Finish.Quorum, options.Approvals.Finish.Approvers.Single()));
        Assert.Equal(
            ("demo", "oneagent/vm-07"),
            (options.Approvals.SimulatedApprover!.Name, options.Approvals.SimulatedApprover.Accepts.Single()));
        Assert.Equal("teams-webhook", options.Notifications.Teams!.WebhookSecret);
        Assert.True(options.IsLoopback);
    }

    [Theory]
    [InlineData("{\n  \"azure\": dt0c01.SECRETSECRET\n}", "line 2, column 12")]
    [InlineData("{", "line 1, column 2")]
    [InlineData("", "line 1, column 1")]
    public void Malformed_JSON_is_named_with_line_and_column_and_not_quoted(string file, string place)
    {
        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_exception()
        => Assert.Equal("$", Assert.Single(RotationConfiguration.Load("/nowhere/rotation.json").Problems).JsonPath);

    [Fact]
    public void A_trusted_authority_is_found_beside_the_file()
    {
        string directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using TestAuthority authority = new();
            File.WriteAllText(Path.Combine(directory, "ca.pem"), authority.RootPem);
            string file = Path.Combine(directory, "rotation.json");
            File.WriteAllText(
                file,
                Change(static root => root["environments"]![0]!["trustedCa"] = "ca.pem"),
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

            RotationConfigurationResult result = RotationConfiguration.Load(file);

            Assert.Empty(result.Problems);
            Assert.Equal(Path.Combine(directory, "ca.pem"), result.Options!.Environments[0].TrustedCa);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
