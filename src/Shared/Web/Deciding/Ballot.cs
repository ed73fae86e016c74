using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Rotations.Words;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Deciding;

/// <summary>The form with which a person decides.</summary>
/// <param name="Person">The person who decides.</param>
/// <param name="Action">The path that the form is sent to.</param>
/// <param name="Antiforgery">The antiforgery token of the form.</param>
/// <param name="LinkToken">The token of the link that they used; null when they are signed in.</param>
internal sealed record Ballot(string Person, string Action, string Antiforgery, string? LinkToken)
{
    /// <summary>The longest comment, in characters.</summary>
    public const int MaxComment = 1000;

    /// <summary>Writes the form.</summary>
    public Html Write(GateRecord gate, ValidTokens valid)
    {
        IEnumerable<Html> choices = gate.Choices.Select(choice => Choice(gate, choice, valid));
        string skip = gate.Choices.Contains(GateChoice.Skip) ? " Skip needs a comment, which is shown later as the reason." : "";
        string length = MaxComment.ToString(CultureInfo.InvariantCulture);
        return Html.From($"""
            <section class="card" aria-labelledby="decide">
            <h2 id="decide">Your decision</h2>
            <p>You decide as <strong>{Person}</strong>. You can change your vote until the gate is decided.</p>
            <form method="post" action="{Action}">
            {Parts.Proof(Antiforgery)}
            <input type="hidden" name="planHash" value="{gate.PlanHash}">
            {(LinkToken is null ? Html.Nothing : Html.From($"""<input type="hidden" name="link" value="{LinkToken}">"""))}
            <label for="comment">Comment</label>
            <p class="hint" id="comment-hint">Goes into the audit trail.{skip}</p>
            <textarea id="comment" name="comment" rows="3" maxlength="{length}" aria-describedby="comment-hint"></textarea>
            <ul class="choices">{choices}</ul>
            </form>
            </section>
            """);
    }

    private static Html Choice(GateRecord gate, GateChoice choice, ValidTokens valid)
    {
        string value = choice.ToString();
        string name = GateWords.Name(choice);
        Html main = choice is GateChoice.Approve ? Html.From($"""class="main" """) : Html.Nothing;
        return Html.From($"""
            <li><button {main}type="submit" name="choice" value="{value}" aria-describedby="effect-{value}">{name}</button>
            <p id="effect-{value}">{Effect(gate, choice, valid)}</p></li>
            """);
    }

    private static string Effect(GateRecord gate, GateChoice choice, ValidTokens valid)
    {
        string effect = GateEffects.From(gate.Kind, choice, valid);
        string sentence = char.ToUpperInvariant(effect[0]) + effect[1..];
        return choice is GateChoice.Hold || gate.Quorum is 1 ? sentence : $"Once {gate.Quorum} approvers choose this: {effect}";
    }
}
