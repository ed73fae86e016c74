using System.Buffers.Text;
using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Rotations;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>What an attacker has to work with.</summary>
/// <param name="stage">The apps.</param>
/// <param name="address">Where the attacker comes from.</param>
internal sealed class Attack(AttackStage stage, string address)
{
    public WebApp App => stage.App;

    public WebApp Functions => stage.Functions;

    public TestAuthority Entra => stage.Entra;

    public GateRecord Gate => stage.Gate;

    public RotationRecord Other => stage.Other;

    public GateRecord OtherGate => stage.OtherGate;

    public string Path => $"/rotations/{stage.Rotation.RotationId}/gates/{Gate.GateId}";

    public string Decisions => $"/api/rotations/{stage.Rotation.RotationId}/decisions";

    public string Commands => $"/api/rotations/{stage.Rotation.RotationId}/commands";

    public object Decision => new { gate = Gate.GateId, choice = "Approve", planHash = Gate.PlanHash };

    public Visitor Visit() => App.Visit().With("X-Forwarded-For", address);

    public Visitor Key(WebRoles role) => Visit().Bearer(App.Key(role));

    public Visitor Flow() => Visit().Bearer(Entra.Application(TestAuthority.Flow));

    public object Answer(string responder)
        => new { gate = Gate.GateId, choice = "Approve", planHash = Gate.PlanHash, responder = new { name = responder } };

    public Task<Uri> LinkAsync(string person) => App.LinkAsync(stage.Rotation, Gate, person);

    public async Task<string> TokenAsync(string person) => (await LinkAsync(person)).Query["?link=".Length..];

    public Task<Uri> CallbackAsync(string person)
        => App.Get<ApprovalLinks>().CreateCallbackAsync(stage.Rotation.RotationId, Gate, person, default);

    /// <summary>Decides by API with a token of the tenant.</summary>
    public Task<Visitor.Answer> WithTokenAsync(string token) => Visit().Bearer(token).PostJsonAsync(Decisions, Decision);

    /// <summary>Opens alice's link where people sign in.</summary>
    public async Task<Visitor.Answer> OpenOnFunctionsAsync(Func<Visitor, Visitor> who)
        => await who(stage.Functions.Visit().With("X-Forwarded-For", address))
            .GetAsync(await stage.Functions.LinkAsync(stage.OnFunctions, Gate, "alice"));

    /// <summary>Opens a person's link and sends its form, changed.</summary>
    public async Task<Visitor.Answer> DecideAsync(string person, Action<Dictionary<string, string>> change)
    {
        using Visitor visitor = Visit();
        return await visitor.DecideAsync(await LinkAsync(person), "Approve", change);
    }

    /// <summary>Opens the page with a token and sends a form with it, as a browser that has a form of ours would.</summary>
    public async Task<Visitor.Answer> UseAsync(Task<string> token, Func<string, string> change, string? path = null)
    {
        using Visitor visitor = Visit();
        string changed = change(await token);
        Visitor.Answer shown = await visitor.GetAsync($"{path ?? Path}?link={Uri.EscapeDataString(changed)}");
        Assert.True(shown.Status is 403, $"{shown.Status}: {shown.Body}");
        Dictionary<string, string> form = (await visitor.GetAsync(await LinkAsync("bob"))).Fields;
        form["choice"] = "Approve";
        form["link"] = changed;
        // the form's proof is bound to the path
        return path is null ? await visitor.PostAsync(Path, new FormUrlEncodedContent(form)) : shown;
    }

    public static string Principal(string name)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $$"""{"auth_typ":"aad","claims":[{"typ":"preferred_username","val":"{{name}}"},{"typ":"roles","val":"Approver"}],"name_typ":"name","role_typ":"roles"}"""));

    public static string Unsigned(string token) => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{token.Split('.')[1]}.";

    public static string Flip(string text, int at) => $"{text[..at]}{(text[at] is 'A' ? 'B' : 'A')}{text[(at + 1)..]}";

    public static string Rewrite(string token, string what, string by)
    {
        string[] parts = token.Split('.');
        string claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[2]));
        Assert.Contains(what, claims, StringComparison.Ordinal);
        return $"{parts[0]}.{parts[1]}."
            + $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace(what, by, StringComparison.Ordinal)))}.{parts[3]}";
    }
}
