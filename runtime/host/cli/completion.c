/* completion.c - shell completion, printed from the verb tables so that it can't fall behind them.
 *
 * bash: one function walks the words typed so far down the tree of verbs ("mien data info" is a
 * path) and offers what stands at that place. zsh: one function a verb, in the form of
 * zshcompsys(1), with the help texts. Whatever is no verb or option completes as a file. */
#include <string.h>

#include "runtime/host/cli/cli.h"

/* A verb in the tree: the words that lead to it are the names from the top down. */
struct place {
    const struct cli_verb *verb;
    const struct place *above; /* NULL at the top */
};

static void print_path(const struct place *at, char separator, FILE *out)
{
    if (at->above) {
        print_path(at->above, separator, out);
        fputc(separator, out);
    }
    fputs(at->verb->name, out);
}

/* Call visit for a verb and everything below it. */
static void walk(const struct place *at, FILE *out,
                 void (*visit)(const struct place *at, FILE *out))
{
    visit(at, out);
    for (size_t i = 0; i < at->verb->verb_count; i++)
        walk(&(struct place){at->verb->verbs[i], at}, out, visit);
}

static void bash_path(const struct place *at, FILE *out)
{
    if (!at->above)
        return;
    fputs("        '", out);
    print_path(at, ' ', out);
    fputs("') path=$path\\ ${COMP_WORDS[i]} ;;\n", out);
}

static void bash_words(const struct place *at, FILE *out)
{
    const struct cli_verb *verb = at->verb;
    fputs("    '", out);
    print_path(at, ' ', out);
    fputs("')\n        verbs='", out);
    for (size_t i = 0; i < verb->verb_count; i++)
        fprintf(out, "%s%s", i ? " " : "", verb->verbs[i]->name);
    fprintf(out, "'\n        files=%s\n        options='--help", verb->run ? "-f" : "");
    for (size_t i = 0; i < verb->option_count; i++)
        fprintf(out, " --%s", verb->options[i].name);
    fprintf(out, "' ;;\n");
}

static void print_bash(const struct cli_verb *top, FILE *out)
{
    fprintf(out,
            "# bash completion of %s: source <(%s completion bash)\n"
            "_%s() {\n"
            "    local path=%s verbs='' options='' files='' i word=${COMP_WORDS[COMP_CWORD]}\n"
            "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
            "        case \"$path ${COMP_WORDS[i]}\" in\n",
            top->name, top->name, top->name, top->name);
    walk(&(struct place){.verb = top}, out, bash_path);
    fprintf(out, "        esac\n    done\n    case $path in\n");
    walk(&(struct place){.verb = top}, out, bash_words);
    fprintf(out,
            "    esac\n"
            "    if [[ $word == -* ]]; then\n"
            "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
            "    else\n"
            "        mapfile -t COMPREPLY < <(compgen $files -W \"$verbs\" -- \"$word\")\n"
            "    fi\n"
            "}\n"
            "complete -o filenames -F _%s %s ./%s\n",
            top->name, top->name, top->name);
}

/* Text inside a single-quoted _arguments or _describe specification. */
static void zsh_text(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\'", out);
        else if (strchr("[]:\\", *text))
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void zsh_option(const struct cli_option *o, FILE *out)
{
    const char *many = o->kind == CLI_LIST ? "*" : "";
    fprintf(out, "        ");
    if (o->letter && o->kind == CLI_LIST)
        fprintf(out, "'*'{-%c,--%s}'[", o->letter, o->name);
    else if (o->letter)
        fprintf(out, "'(-%c --%s)'{-%c,--%s}'[", o->letter, o->name, o->letter, o->name);
    else
        fprintf(out, "'%s--%s[", many, o->name);
    zsh_text(o->help, out);
    fputc(']', out);
    if (o->kind != CLI_FLAG) {
        fputc(':', out);
        zsh_text(o->metavar, out);
        fputs(":_files", out);
    }
    fputs("' \\\n", out);
}

static void zsh_arguments(const struct cli_verb *verb, FILE *out)
{
    fprintf(out, "    _arguments -s -S \\\n");
    for (size_t i = 0; i < verb->option_count; i++)
        zsh_option(&verb->options[i], out);
    fprintf(out, "        '(-h --help)'{-h,--help}'[show help]' \\\n        '*:file:_files'\n");
}

/* Offer the members, or go on with the one that is named; a family that runs by itself falls
 * through. */
static void zsh_members(const struct place *at, FILE *out)
{
    const struct cli_verb *verb = at->verb;
    fprintf(out, "    local -a verbs=(\n");
    for (size_t i = 0; i < verb->verb_count; i++) {
        fprintf(out, "        '%s:", verb->verbs[i]->name);
        zsh_text(verb->verbs[i]->summary, out);
        fputs("'\n", out);
    }
    fprintf(out,
            "    )\n"
            "    if (( CURRENT == 2 )); then\n"
            "        _describe verb verbs\n"
            "%s"
            "    fi\n"
            "    case $words[2] in\n",
            verb->run ? "" : "        return\n");
    for (size_t i = 0; i < verb->verb_count; i++) {
        const char *name = verb->verbs[i]->name;
        fprintf(out, "    %s) shift words; (( CURRENT-- )); _", name);
        print_path(at, '_', out);
        fprintf(out, "_%s; return ;;\n", name);
    }
    fprintf(out, "    esac\n");
}

static void zsh_function(const struct place *at, FILE *out)
{
    fputc('_', out);
    print_path(at, '_', out);
    fprintf(out, "() {\n");
    if (at->verb->verbs)
        zsh_members(at, out);
    if (at->verb->run)
        zsh_arguments(at->verb, out);
    fprintf(out, "}\n\n");
}

static void print_zsh(const struct cli_verb *top, FILE *out)
{
    fprintf(out, "#compdef %s\n# zsh completion of %s: source <(%s completion zsh)\n\n", top->name,
            top->name, top->name);
    walk(&(struct place){.verb = top}, out, zsh_function);
    fprintf(out, "compdef _%s %s\n", top->name, top->name);
}

int cli_completion(const struct cli_verb *top, const char *shell, FILE *out, struct mien_error *e)
{
    static const struct {
        const char *name;
        void (*print)(const struct cli_verb *top, FILE *out);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shell, shells[i].name) == 0) {
            shells[i].print(top, out);
            return 0;
        }
    return error_usage(e, "no completion for this shell ('%.80s'); give bash or zsh", shell);
}
