using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Configuration;

namespace TenantTokens.Shared.Tests.Configuration;

public sealed class RotationConfigurationTests
{
    private const string Minimal = """
        {
          "$schema": "rotation.schema.json",
          "environments": [ { "id": "sim00001", "apiUrl": "https://dynatrace.example/e/sim00001", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token" } ],
          "azure": { "vaultUri": "https://x.vault.azure.net" },
          "fleet": { "subscriptions": ["11111111-1111-1111-1111-111111111111"] }
        }
        """;

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
            root["azure"] = JsonNode.Parse("""{"armEndpoint":"https://localhost:7443","vaultUri":"https://127.0.0.1:7443/","credential":"simulated","trustedCa":null}""");
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
            root["approvals"] = JsonNode.Parse("""{"start":{"required":true},"finish":{"quorum":2,"approvers":["alice"]},"simulatedApprover":{"name":"demo","accepts":["oneagent/vm-07"]},"reminder":"00:30:00","escalateAfter":"02:00:00","deadline":"1.00:00:00","escalation":["boss"],"addresses":{"alice":"alice@example.com","Boss":"boss@example.com"}}""");
            root["notifications"] = JsonNode.Parse("""{"teams":{"webhookSecret":"teams-webhook"},"mail":{"from":"rotation@example.com","operators":["ops@example.com"],"smtp":{"host":"mail.example.com","port":25,"userSecret":"smtp-user","passwordSecret":"smtp-password"}}}""");
        }));

        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(11), TimeSpan.Zero), (options.Policy.CommandTimeout, options.Policy.CommandWindow, options.Policy.Guard, options.Policy.StartSettle));
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromSeconds(5.5), TimeSpan.FromSeconds(12), TimeSpan.FromMilliseconds(250)), (options.Policy.GateSoak, options.Policy.Soak, options.Policy.OnlineTimeout, options.Policy.PollInterval));
        Assert.Equal(TimeSpan.Zero, options.Policy.ProofMaxAge);
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromDays(1)), (options.Approvals.Reminder, options.Approvals.EscalateAfter, options.Approvals.Deadline));
        Assert.Equal("boss", Assert.Single(options.Approvals.Escalation));
        Assert.Equal("boss@example.com", options.Approvals.Addresses["boss"]);
        Assert.Equal(("rotation@example.com", "ops@example.com"), (options.Notifications.Mail!.From, Assert.Single(options.Notifications.Mail.Operators)));
        Assert.Equal(new SmtpOptions { Host = "mail.example.com", Port = 25, UserSecret = "smtp-user", PasswordSecret = "smtp-password" }, options.Notifications.Mail.Smtp);
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
        Assert.Equal((7, 6, 5, 2, 3), (options.Policy.MaxInFlight, options.Policy.MaxInFlightPerLane, options.Policy.MaxAttempts, options.Policy.ActiveGates.Canary, options.Policy.OneAgents.Canary));
        Assert.Equal(("ring=0", 4), (options.Policy.OneAgents.CanaryTag, options.Policy.OneAgents.MaxInFlight));
        Assert.Equal([10, 50, 100], options.Policy.OneAgents.Percentages);
        Assert.Equal(new FailureBudgetOptions { Wave = new(3, IsPercent: false), Run = new(2, IsPercent: true), CountUnreachable = true }, options.Policy.FailureBudget);
        Assert.Equal(new StragglerOptions { FirstRound = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromMinutes(10), Sweep = TimeSpan.FromDays(7) }, options.Policy.Stragglers);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), true), (options.Policy.Emergency.GateSoak, options.Policy.Emergency.Soak, options.Policy.Emergency.FinishWithoutApproval));
        Assert.Equal(AzureCredentialKind.Simulated, options.Azure.Credential);
        Assert.Equal("resources | project id, name, kind = 'vm'", options.Fleet.Query);
        Assert.Equal((UnclaimedMachinesPolicy.List, 7), (options.Fleet.UnclaimedMachines, options.Fleet.UnclaimedProbes));
        Assert.Equal((40, "ubuntu-base", "gate-old"), (options.Fleet.MinimumMachines, options.Fleet.GoldenImages.Single(), options.Fleet.RetiredActiveGates[1]));
        Assert.True(options.Policy.Kubernetes.Held);
        Assert.True(options.Approvals.Start.Required);
        Assert.Equal((2, "alice"), (options.Approvals.Finish.Quorum, options.Approvals.Finish.Approvers.Single()));
        Assert.Equal(("demo", "oneagent/vm-07"), (options.Approvals.SimulatedApprover!.Name, options.Approvals.SimulatedApprover.Accepts.Single()));
        Assert.Equal("teams-webhook", options.Notifications.Teams!.WebhookSecret);
        Assert.True(options.IsLoopback);
    }

    [Theory]
    [InlineData("policy", """{"soak":"5"}""", "$.policy.soak", "5", "00:00:00 to 7.00:00:00")]
    [InlineData("policy", """{"soak":"8.00:00:00"}""", "$.policy.soak", "8.00:00:00", "00:00:00 to 7.00:00:00")]
    [InlineData("policy", """{"guard":60}""", "$.policy.guard", "60", "a duration")]
    [InlineData("policy", """{"maxInFlight":0}""", "$.policy.maxInFlight", "0", "1 to 10000")]
    [InlineData("policy", """{"maxInFlight":1.5}""", "$.policy.maxInFlight", "1.5", "a whole number")]
    [InlineData("policy", """{"maxAttempts":"3"}""", "$.policy.maxAttempts", "3", "a whole number")]
    [InlineData("policy", """{"maxInFlight":5}""", "$.policy.maxInFlightPerLane", null, "is 20 and must be at most maxInFlight, which is 5")]
    [InlineData("policy", """{"commandTimeout":"00:20:00"}""", "$.policy.commandWindow", null, "is 00:15:00 and must be at least commandTimeout, which is 00:20:00")]
    [InlineData("policy", """{"oneAgents":{"canary":0}}""", "$.policy.oneAgents.canary", "0", "1 to 1000")]
    [InlineData("policy", """{"oneAgents":{"canaryTag":"ring0"}}""", "$.policy.oneAgents.canaryTag", "ring0", "name=value")]
    [InlineData("policy", """{"oneAgents":{"percentages":[50,20,100]}}""", "$.policy.oneAgents.percentages", "[50,20,100]", "rising whole numbers from 1 to 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[10,50]}}""", "$.policy.oneAgents.percentages", "[10,50]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[]}}""", "$.policy.oneAgents.percentages", "[]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":[100,200]}}""", "$.policy.oneAgents.percentages", "[100,200]", "ends with 100")]
    [InlineData("policy", """{"oneAgents":{"percentages":100}}""", "$.policy.oneAgents.percentages", "100", "an array")]
    [InlineData("policy", """{"oneAgents":{"maxInFlight":101}}""", "$.policy.oneAgents", """{"maxInFlight":101}""", "at most policy.maxInFlight, which is 100")]
    [InlineData("policy", """{"failureBudget":{"wave":"101%"}}""", "$.policy.failureBudget.wave", "101%", "0% to 100%")]
    [InlineData("policy", """{"failureBudget":{"run":"-1"}}""", "$.policy.failureBudget.run", "-1", "a whole number from 0")]
    [InlineData("policy", """{"stragglers":{"firstRound":"07:00:00"}}""", "$.policy.stragglers.longestPause", null, "is 06:00:00 and must be at least firstRound, which is 07:00:00")]
    [InlineData("policy", """{"emergency":{"finishWithoutApproval":"yes"}}""", "$.policy.emergency.finishWithoutApproval", "yes", "true or false")]
    [InlineData("policy", """{"proofMaxAge":"31.00:00:00"}""", "$.policy.proofMaxAge", "31.00:00:00", "00:00:00 to 30.00:00:00")]
    [InlineData("policy", """{"watch":{"interval":"00:00:00"}}""", "$.policy.watch.interval", "00:00:00", "00:00:00.0100000 to 01:00:00")]
    [InlineData("policy", """{"watch":{"connectionInfoInterval":"02:00:00"}}""", "$.policy.watch.connectionInfoInterval", "02:00:00", "to 01:00:00")]
    [InlineData("policy", """{"watch":{"window":"5"}}""", "$.policy.watch.window", "5", "a duration")]
    [InlineData("policy", """{"watch":{"rejectedTolerance":-1}}""", "$.policy.watch.rejectedTolerance", "-1", "0 to 1000000")]
    [InlineData("policy", """{"watch":{"onlineTolerancePercent":51}}""", "$.policy.watch.onlineTolerancePercent", "51", "0 to 50")]
    [InlineData("policy", """{"watch":{"grace":"01:00:01"}}""", "$.policy.watch.grace", "01:00:01", "00:00:00 to 01:00:00")]
    [InlineData("policy", """{"watch":{"afterFinish":"2.00:00:00"}}""", "$.policy.watch.afterFinish", "2.00:00:00", "00:00:00 to 1.00:00:00")]
    [InlineData("policy", """{"watch":{"tolerance":1}}""", "$.policy.watch.tolerance", null, "is unknown; allowed are: interval")]
    [InlineData("policy", """{"sock":"00:05:00"}""", "$.policy.sock", null, "is unknown; allowed are: commandTimeout, commandWindow, guard")]
    [InlineData("policy", """{"soak":"00:05:00","soak":"00:06:00"}""", "$.policy.soak", null, "twice")]
    [InlineData("policy", "[]", "$.policy", "[]", "must be an object")]
    [InlineData("policy", """{"kubernetes":{"held":"yes"}}""", "$.policy.kubernetes.held", "yes", "true or false")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"minimumMachines":-1}""", "$.fleet.minimumMachines", "-1", "0 to 1000000")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"goldenImages":["a","A"]}""", "$.fleet.goldenImages[1]", "A", "twice")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedMachines":"skip"}""", "$.fleet.unclaimedMachines", "skip", "probe, list or ignore")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedProbes":20001}""", "$.fleet.unclaimedProbes", "20001", "20000")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"retiredActiveGates":[" "]}""", "$.fleet.retiredActiveGates[0]", " ", "ActiveGate id or host name")]
    [InlineData("azure", """{"vaultUri":"http://x.vault.azure.net"}""", "$.azure.vaultUri", "http://x.vault.azure.net", "https")]
    [InlineData("azure", """{"vaultUri":"https://x.vault.azure.net/secrets"}""", "$.azure.vaultUri", "https://x.vault.azure.net/secrets", "path")]
    [InlineData("azure", """{"vaultUri":"https://me:hunter22@x.vault.azure.net"}""", "$.azure.vaultUri", null, "the value is not shown")]
    [InlineData("azure", """{"vaultUri":"https://x.vault.azure.net","credential":"cli"}""", "$.azure.credential", "cli", "\"default\" or \"simulated\"")]
    [InlineData("azure", "{}", "$.azure.vaultUri", null, "is required")]
    [InlineData("fleet", """{"subscriptions":["x"]}""", "$.fleet.subscriptions[0]", "x", "subscription id")]
    [InlineData("fleet", """{"subscriptions":[]}""", "$.fleet.subscriptions", "[]", "at least one")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111","11111111-1111-1111-1111-111111111111"]}""", "$.fleet.subscriptions[1]", "11111111-1111-1111-1111-111111111111", "twice")]
    [InlineData("fleet", """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"query":""}""", "$.fleet.query", "", "a Resource Graph query or null")]
    [InlineData("approvals", """{"start":{"required":"yes"}}""", "$.approvals.start.required", "yes", "true or false")]
    [InlineData("approvals", """{"finish":{"quorum":3,"approvers":["alice","bob"]}}""", "$.approvals.finish.quorum", "3", "at most the number of approvers, which is 2")]
    [InlineData("approvals", """{"finish":{"quorum":0,"approvers":["alice"]}}""", "$.approvals.finish.quorum", "0", "1 to 100")]
    [InlineData("approvals", """{"finish":{"approvers":["alice","Alice"]}}""", "$.approvals.finish.approvers[1]", "Alice", "twice")]
    [InlineData("approvals", """{"finish":{"approvers":["alice","al\u00adice"]}}""", "$.approvals.finish.approvers[1]", "al\u00adice", "can all be seen")]
    [InlineData("approvals", """{"finish":{"approvers":["alice b","Alice  B"]}}""", "$.approvals.finish.approvers[1]", "Alice  B", "twice")]
    [InlineData("approvals", """{"finish":{"approvers":["alice"," Alice "]}}""", "$.approvals.finish.approvers[1]", " Alice ", "twice")]
    [InlineData("approvals", """{"finish":{"approvers":["\uFF41lice","alice"]}}""", "$.approvals.finish.approvers[0]", "\uFF41lice", "usual letter")]
    [InlineData("approvals", """{"finish":{"approvers":["Andre\u0301","andr\u00e9"]}}""", "$.approvals.finish.approvers[0]", "Andre\u0301", "usual letter")]
    [InlineData("approvals", """{"finish":{"approvers":["al\u200bice","bob"]}}""", "$.approvals.finish.approvers[0]", "al\u200bice", "can all be seen")]
    [InlineData("approvals", """{"finish":{"approvers":["\u202ealice","bob"]}}""", "$.approvals.finish.approvers[0]", "\u202ealice", "can all be seen")]
    [InlineData("approvals", """{"finish":{"approvers":["al\nice","bob"]}}""", "$.approvals.finish.approvers[0]", "al\nice", "can all be seen")]
    [InlineData("approvals", """{"continue":{"approvers":["a\u001bb","bob"]},"finish":{"approvers":["alice"]}}""", "$.approvals.continue.approvers[0]", "a\u001bb", "can all be seen")]
    [InlineData("approvals", """{"finish":{"quorum":2,"approvers":["alice","a@example.com"]},"addresses":{"alice":"A@example.com"}}""", "$.approvals.finish.approvers", """["alice","a@example.com"]""", "names one mail address 2 times (alice, a@example.com)")]
    [InlineData("approvals", """{"finish":{"approvers":[]}}""", "$.approvals.finish.quorum", null, "which is 0")]
    [InlineData("notifications", "[]", "$.notifications", "[]", "must be an object")]
    [InlineData("notifications", """{"slack":{}}""", "$.notifications.slack", null, "is unknown; allowed are: teams")]
    [InlineData("notifications", """{"teams":"teams-webhook"}""", "$.notifications.teams", "teams-webhook", "must be an object")]
    [InlineData("notifications", """{"teams":{}}""", "$.notifications.teams.webhookSecret", null, "is required")]
    [InlineData("notifications", """{"teams":{"webhookSecret":"https://x.logic.azure.com/workflows/1?sig=hunter22"}}""", "$.notifications.teams.webhookSecret", null, "the value is not shown")]
    [InlineData("notifications", """{"teams":{"webhookSecret":"a","url":"https://x"}}""", "$.notifications.teams.url", null, "is unknown; allowed are: webhookSecret")]
    [InlineData("notifications", """{"teams":{"webhookSecret":"API-token"}}""", "$.notifications.teams.webhookSecret", "API-token", "another setting uses")]
    [InlineData("notifications", """{"workflow":{"trigger":"https://logic.test/x?sig=abc","audience":"api://x"}}""", "$.notifications.workflow.trigger", null, "without a signature")]
    [InlineData("notifications", """{"workflow":{"trigger":"https://logic.test/x","audience":"https://management.azure.com"}}""", "$.notifications.workflow.audience", "https://management.azure.com", "such as api://")]
    [InlineData("notifications", """{"mail":{"smtp":{"host":"mail"}}}""", "$.notifications.mail.from", null, "is required")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test"}}""", "$.notifications.mail.smtp", null, "and azure are both missing")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","smtp":{"host":"mail"},"azure":{"endpoint":"https://m.communication.azure.com"}}}""", "$.notifications.mail.smtp", "{\"host\":\"mail\"}", "stand there both")]
    [InlineData("notifications", """{"mail":{"from":"A <a@b.test>","smtp":{"host":"mail"}}}""", "$.notifications.mail.from", "A <a@b.test>", "must be a mail address")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","operators":["a@b.test\r\nBcc: c@d.test"],"smtp":{"host":"mail"}}}""", "$.notifications.mail.operators[0]", "a@b.test\r\nBcc: c@d.test", "must be one of mail address")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u"}}}""", "$.notifications.mail.smtp.passwordSecret", null, "is missing")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u","passwordSecret":"tenant-token"}}}""", "$.notifications.mail.smtp.passwordSecret", "tenant-token", "another setting uses")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","smtp":{"host":"mail","userSecret":"u","passwordSecret":"p4ss word!"}}}""", "$.notifications.mail.smtp.passwordSecret", null, "the value is not shown")]
    [InlineData("notifications", """{"mail":{"from":"a@b.test","azure":{"endpoint":"http://m.communication.azure.com"}}}""", "$.notifications.mail.azure.endpoint", "http://m.communication.azure.com", "https URL")]
    [InlineData("approvals", """{"addresses":{"alice":"alice"}}""", "$.approvals.addresses.alice", "alice", "must be a mail address")]
    [InlineData("approvals", """{"addresses":{"alice":"a@b.test","ALICE":"c@d.test"}}""", "$.approvals.addresses.ALICE", null, "stands there twice")]
    [InlineData("approvals", """{"reminder":"00:00:00"}""", "$.approvals.reminder", "00:00:00", "from 00:00:00.0100000 to 7.00:00:00")]
    [InlineData("approvals", """{"escalateAfter":"31.00:00:00"}""", "$.approvals.escalateAfter", "31.00:00:00", "to 30.00:00:00")]
    [InlineData("approvals", """{"deadline":"3"}""", "$.approvals.deadline", "3", "to 90.00:00:00")]
    [InlineData("notifications", """{"teams":{"webhookSecret":"tenant-token"}}""", "$.notifications.teams.webhookSecret", "tenant-token", "another setting uses")]
    [InlineData("environments", "[]", "$.environments", "[]", "at least one")]
    [InlineData("environments", "7", "$.environments", "7", "an array")]
    [InlineData("environments", "[7]", "$.environments[0]", "7", "must be an object")]
    public void A_mistake_is_named_with_its_path_its_value_and_what_is_allowed(string section, string json, string path, string? value, string allowed)
    {
        // Built as text: a JsonNode cannot hold a key twice.
        string without = Change(root => root.AsObject().Remove(section));
        string file = $"{{\"{section}\":{json},{without.TrimStart()[1..]}";

        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Equal((path, value), (problem.JsonPath, problem.Value));
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "two words", "two words")]
    [InlineData("apiUrl", "dynatrace.example", "dynatrace.example")]
    [InlineData("apiUrl", "https://dynatrace.example/?Api-Token=abc", null)]
    [InlineData("apiTokenSecret", "a_secret.value", null)]
    [InlineData("tenantTokenSecret", "api-token", "api-token")]
    [InlineData("trustedCa", "missing.pem", "missing.pem")]
    public void A_mistake_in_an_environment_is_named(string key, string value, string? shown)
    {
        ConfigurationProblem problem = Assert.Single(Problems(Change(root => root["environments"]![0]![key] = value)));

        Assert.Equal(($"$.environments[0].{key}", shown), (problem.JsonPath, problem.Value));
    }

    [Theory]
    [InlineData("https://abc12345.apps.dynatrace.com", "web interface", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://ABC12345.Apps.Dynatrace.com/ui/apps", "web interface", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.sprint.apps.dynatracelabs.com", "web interface", "https://abc12345.sprint.live.dynatracelabs.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api/", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/api/v2", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/ui/hosts", "beyond the base URL", "https://abc12345.live.dynatrace.com")]
    [InlineData("https://managed.example:8443/e/abc12345/api/v2", "beyond the base URL", "https://managed.example:8443/e/abc12345")]
    [InlineData("https://managed.example/e/api/api/v2", "beyond the base URL", "https://managed.example/e/api")]
    public void An_address_that_is_not_the_api_s_base_is_refused_with_the_right_form(string url, string what, string right)
    {
        ConfigurationProblem problem = Assert.Single(Problems(Change(root => root["environments"]![0]!["apiUrl"] = url)));

        Assert.Equal(("$.environments[0].apiUrl", url), (problem.JsonPath, problem.Value));
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith($"the base URL of the API is {right}.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://abc12345.live.dynatrace.com")]
    [InlineData("https://abc12345.live.dynatrace.com/")]
    [InlineData("https://managed.example/e/abc12345")]
    [InlineData("https://managed.example/e/api")]
    [InlineData("https://apps.example.com/e/abc12345")]
    [InlineData("https://api.example.com")]
    public void The_api_s_base_is_taken(string url) => Assert.Equal(new Uri(url), Valid(Change(root => root["environments"]![0]!["apiUrl"] = url)).Environments[0].ApiUrl);

    [Fact]
    public void Environments_may_not_share_an_id_or_a_tenant_token_secret()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(Change(static root =>
        {
            JsonNode second = root["environments"]![0]!.DeepClone();
            second["id"] = "SIM00001";
            root["environments"]!.AsArray().Add(second);
        }));

        Assert.Equal(["$.environments[1].id", "$.environments[1].tenantTokenSecret"], problems.Select(static problem => problem.JsonPath));
    }

    [Fact]
    public void Environments_may_share_an_api_token_secret()
    {
        RotationOptions options = Valid(Change(static root =>
        {
            JsonNode second = root["environments"]![0]!.DeepClone();
            second["id"] = "sim00002";
            second["tenantTokenSecret"] = "tenant-token-2";
            root["environments"]!.AsArray().Add(second);
        }));

        Assert.Equal(2, options.Environments.Count);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems("""{"environments":[{"id":""}],"policy":{"soak":"x","guard":"y"},"extra":1}""");

        Assert.Equal(
            [
                "$.azure", "$.environments[0].apiTokenSecret", "$.environments[0].apiUrl", "$.environments[0].id", "$.environments[0].tenantTokenSecret",
                "$.extra", "$.fleet", "$.policy.guard", "$.policy.soak",
            ],
            problems.Select(static problem => problem.JsonPath).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("$.azure.credential", """{"azure":{"vaultUri":"https://x.vault.azure.net","credential":"simulated"}}""")]
    [InlineData("$.approvals.simulatedApprover", """{"approvals":{"simulatedApprover":{"name":"demo"}}}""")]
    public void The_simulators_shortcuts_are_refused_when_any_endpoint_is_elsewhere(string path, string change)
    {
        string file = Change(root =>
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse(change)!.AsObject().ToList())
            {
                root[key] = value!.DeepClone();
            }
        });

        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Equal(path, problem.JsonPath);
        Assert.Contains("loopback", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"apiToken":"dt0c01.AAAAAAAAAAAAAAAAAAAAAAAA.BBBB"}""", "$.fleet.apiToken", "a key nobody knows")]
    [InlineData("""{"query":"dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd"}""", "$.fleet.query", "a key that takes any text")]
    [InlineData("""{"query":"where tags['x'] == 'dt0s16.AAAA'"}""", "$.fleet.query", "inside a text")]
    [InlineData("""{"dt0c01.AAAAAAAA":1}""", "$.fleet['***']", "a key itself")]
    public void A_token_in_the_file_is_refused_and_never_quoted(string fleet, string path, string where)
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(Change(root =>
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse(fleet)!.AsObject().ToList())
            {
                root["fleet"]![key] = value!.DeepClone();
            }
        }));

        ConfigurationProblem problem = Assert.Single(problems);
        Assert.Equal(path, problem.JsonPath);
        Assert.True(problem.Message.Contains("looks like a Dynatrace token", StringComparison.Ordinal), where);
        Assert.DoesNotContain("dt0", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_only_begins_like_a_token_is_no_token()
        => Assert.Equal("dt0a02xy", Valid(Change(static root => root["environments"]![0]!["id"] = "dt0a02xy")).Environments[0].Id);

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
            File.WriteAllText(file, Change(static root => root["environments"]![0]!["trustedCa"] = "ca.pem"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

            RotationConfigurationResult result = RotationConfiguration.Load(file);

            Assert.Empty(result.Problems);
            Assert.Equal(Path.Combine(directory, "ca.pem"), result.Options!.Environments[0].TrustedCa);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static RotationOptions Valid(string json)
    {
        RotationConfigurationResult result = Parse(json);
        Assert.Empty(result.Problems);
        Assert.True(result.IsValid);
        return result.Options;
    }

    private static IReadOnlyList<ConfigurationProblem> Problems(string json)
    {
        RotationConfigurationResult result = Parse(json);
        Assert.False(result.IsValid);
        Assert.Null(result.Options);
        return result.Problems;
    }

    private static RotationConfigurationResult Parse(string json) => RotationConfiguration.Parse(Encoding.UTF8.GetBytes(json), Path.GetTempPath());

    private static string Change(Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(Minimal)!;
        change(root);
        return root.ToJsonString();
    }
}
